using System.Globalization;
using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Dns;

/// <summary>The real dig (Debian's bind9-dnsutils). Tests skip when it is absent.</summary>
internal static class Dig
{
    public const string Absent = "dig is not installed";

    private static readonly string? Program = ExternalProgram.Find("dig");

    public static bool Exists => Program is not null;

    /// <summary>Asks a server: name, type and further words as dig takes them.</summary>
    public static Task<ProgramResult> AskAsync(IPEndPoint server, params string[] words) =>
        ExternalProgram.RunAsync(Program!, ["@" + server.Address, "-p", server.Port.ToString(CultureInfo.InvariantCulture), "+tries=1", "+time=8", .. words]);

    /// <summary>The addresses alone, in order.</summary>
    public static async Task<string[]> AddressesAsync(IPEndPoint server, params string[] words)
    {
        var result = await AskAsync(server, ["+short", .. words]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}
