using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>Entries that ask for exact values of one header.</summary>
internal sealed class HeaderSelector(string name, HashedPositions values)
{
    private readonly byte[] _name = AsciiText.Bytes(name);

    /// <summary>Those that ask for the value of the call.</summary>
    public ReadOnlySpan<int> Positions(in CallFacts call) =>
        call.Headers is { } headers && headers.TryGetHeader(_name, out var value) ? values.Of(HostHash.Hash(value, 0)) : default;
}
