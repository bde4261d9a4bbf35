using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>Dialled addresses that a comparison need not tell apart.</summary>
/// <param name="Range">The known ones; null = none.</param>
/// <param name="WithUnknown">Calls of which only the name is known are among them.</param>
internal sealed record DestinationClass(AddressRange? Range, bool WithUnknown)
{
    public static readonly DestinationClass Any = new(AddressRange.All, true);
    public static readonly DestinationClass Unknown = new(null, true);

    public IpValue Example => WithUnknown ? IpValue.None : AddressPartition.Example(Range!.Value);

    public bool Contains(IpValue address) => address.IsNone ? WithUnknown : Range is { } range && range.Contains(address);
}
