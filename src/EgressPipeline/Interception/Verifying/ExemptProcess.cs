using System.Globalization;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Verifying;

/// <summary>A process whose traffic goes around the sidecar.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Owner">Its user and group.</param>
/// <param name="Name">Short name of its program.</param>
internal sealed record ExemptProcess(int Id, ProcessOwner Owner, string Name)
{
    /// <summary>Every process of this process namespace and network namespace that the rules exempt.</summary>
    public static IReadOnlyList<ExemptProcess> All(InterceptOptions options)
    {
        var found = new List<ExemptProcess>();
        var here = Network("self");
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            var name = Path.GetFileName(folder);
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Read(folder) is not { } status)
                continue;
            var owner = ProcessOwner.Parse(status);
            if (owner.IsExempt(options) && (Network(name) is not { } network || network == here))
                found.Add(new ExemptProcess(id, owner, status.Split('\n')[0].Replace("Name:", "", StringComparison.Ordinal).Trim()));
        }
        return found;
    }

    // Null where it may not be read: in doubt the process is in this network.
    private static string? Network(string process)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{process}/ns/net", returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Read(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/status");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // ended meanwhile
        }
    }
}
