using System.Net;
using System.Text;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>What would be attached where, and what the maps would hold, for review.</summary>
internal static class EbpfText
{
    /// <param name="options">What to intercept.</param>
    /// <param name="place">Where; null when it is not known here, for the text alone.</param>
    /// <param name="holds">False: pinned.</param>
    public static string Of(InterceptOptions options, EbpfPlace? place, bool holds = false)
    {
        var text = new StringBuilder();
        text.Append($"# source   {EgressObject.Source}, SHA-256 {BpfObjectReader.Read(EgressObject.Bytes).SourceHash}\n");
        text.Append($"# object   {EgressObject.FileName}, SHA-256 {Convert.ToHexStringLower(EgressObject.Hash)}\n");
        text.Append($"# cgroup   {place?.Cgroup ?? (options.Cgroup.Length > 0 ? options.Cgroup : "the root of the tree that is mounted")}\n");
        text.Append($"# kept     {(holds ? "by the process that attaches them" : "by pins in " + (place?.PinFolder ?? options.BpfFolder))}\n");
        foreach (var kind in BpfProgramKind.All)
            text.Append($"attach {kind.Name,-16} {kind.Section,-20} {kind.Purpose}\n");
        foreach (var (map, entries) in MapContents.Of(options, place?.Netns ?? 0, [], EgressObject.Hash))
            foreach (var line in MapWords.Of(map, entries).Order(StringComparer.Ordinal))
                text.Append($"map    {"egress_" + map,-16} {line}\n");
        text.Append($"map    {"egress_ranges",-16} the addresses of this network namespace's interfaces are left alone\n");
        return text.ToString();
    }
}
