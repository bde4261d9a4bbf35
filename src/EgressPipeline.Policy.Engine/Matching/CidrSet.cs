namespace EgressPipeline.Policy.Matching;

/// <summary>A set of address ranges. Immutable; a look-up is a scan, since policies name few ranges.</summary>
public sealed class CidrSet
{
    public static readonly CidrSet Empty = new([]);

    private readonly Cidr[] _ranges;

    public CidrSet(IEnumerable<Cidr> ranges) => _ranges = [.. ranges];

    public int Count => _ranges.Length;

    public ReadOnlySpan<Cidr> Ranges => _ranges;

    /// <summary>False for <see cref="IpValue.None"/>: an unknown address lies in no range.</summary>
    public bool Contains(IpValue address)
    {
        if (address.IsNone)
            return false;
        foreach (var range in _ranges)
            if (range.Contains(address))
                return true;
        return false;
    }

    public override string ToString() => string.Join(",", _ranges);
}
