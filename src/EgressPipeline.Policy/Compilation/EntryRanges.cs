using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>The address ranges that a ServiceEntry names: read once, whatever the number of its hosts. Not thread-safe: of one compilation.</summary>
internal sealed class EntryRanges(ServiceEntryRule entry)
{
    public const string AllowedRangesAnnotation = "egresspipeline.dev/allowed-cidrs";

    private CidrSet? _addresses;
    private CidrSet? _allowed;

    /// <summary>The addresses alone, by which opaque connections are recognised.</summary>
    public CidrSet Addresses => _addresses ??= Set(OwnAddresses());

    /// <summary>Everything named: it is dialled even where the address guard would refuse it. What is no range is reported once.</summary>
    public CidrSet Allowed(DiagnosticBag bag) => _allowed ??= ReadAllowed(bag);

    private CidrSet ReadAllowed(DiagnosticBag bag)
    {
        var ranges = OwnAddresses();
        foreach (var endpoint in entry.Endpoints)
            if (Cidr.TryParse(endpoint.Address.TextOrEmpty(), out var range) && range.IsSingleAddress)
                ranges.Add(range);
        if (entry.Meta.Annotations.TryGetValue(AllowedRangesAnnotation, out var annotation))
            foreach (var text in annotation.Value.Split(','))
                if (Cidr.TryParse(text.Trim(), out var range))
                    ranges.Add(range);
                else
                    bag.Report(CompilationDiagnostics.BadAllowedRange, annotation.Source, text.Trim());
        return Set(ranges);
    }

    private List<Cidr> OwnAddresses()
    {
        var ranges = new List<Cidr>();
        foreach (var address in entry.Addresses)
            if (Cidr.TryParse(address.Value, out var range))
                ranges.Add(range);
        return ranges;
    }

    private static CidrSet Set(List<Cidr> ranges) => ranges.Count == 0 ? CidrSet.Empty : new CidrSet(ranges);
}
