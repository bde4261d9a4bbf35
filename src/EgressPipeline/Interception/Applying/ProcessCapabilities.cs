using System.Globalization;

namespace EgressPipeline.Interception.Applying;

/// <summary>The rights of this process, or those that a program it starts will have as well.</summary>
/// <param name="Rights">Bit set, as in <c>/proc/self/status</c>.</param>
internal readonly record struct ProcessCapabilities(ulong Rights)
{
    public const int NetAdmin = 12;
    public const int NetRaw = 13;
    public const int SysAdmin = 21;
    public const int Bpf = 39;

    public bool Has(int capability) => (Rights >> capability & 1) != 0;

    public static ProcessCapabilities Read() => Parse(File.ReadAllText("/proc/self/status"));

    /// <summary>The rights that this process has itself.</summary>
    public static ProcessCapabilities ReadOwn() => new(Bits(File.ReadAllText("/proc/self/status"), "CapEff:"));

    /// <summary>
    /// Root's programs get what is effective and in the bounding set; another user's only what is ambient, whatever the
    /// process itself has.
    /// </summary>
    public static ProcessCapabilities Parse(string status)
    {
        var isRoot = Field(status, "Uid:").Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, "0", ..];
        return new ProcessCapabilities(isRoot ? Bits(status, "CapEff:") & Bits(status, "CapBnd:") : Bits(status, "CapAmb:"));
    }

    private static ulong Bits(string status, string field) =>
        ulong.TryParse(Field(status, field), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    private static string Field(string status, string name)
    {
        foreach (var line in status.Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return line[name.Length..].Trim();
        return "";
    }
}
