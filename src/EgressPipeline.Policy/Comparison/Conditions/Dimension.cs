namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>One field of a call. The same field may be set without changing another.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Name">Of the header or query parameter, or the condition that is opaque; else empty.</param>
internal readonly record struct Dimension(DimensionKind Kind, string Name) : IComparable<Dimension>
{
    /// <summary>True of fields that may be missing.</summary>
    public bool IsOptional => Kind is DimensionKind.Header or DimensionKind.Query;

    public int CompareTo(Dimension other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : string.CompareOrdinal(Name, other.Name);

    public static Dimension Of(DimensionKind kind) => new(kind, "");
}
