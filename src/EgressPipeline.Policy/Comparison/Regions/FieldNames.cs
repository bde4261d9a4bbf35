using EgressPipeline.Policy.Comparison.Conditions;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Fields of a call as reports name them.</summary>
internal static class FieldNames
{
    public static string Of(Dimension dimension) => dimension.Kind switch
    {
        DimensionKind.Caller => RegionFields.Callers,
        DimensionKind.Method => RegionFields.Methods,
        DimensionKind.Path => RegionFields.Paths,
        DimensionKind.Scheme => "schemes",
        DimensionKind.Header => "header " + dimension.Name,
        DimensionKind.Query => "query " + dimension.Name,
        DimensionKind.SourceAddress => RegionFields.SourceAddresses,
        DimensionKind.Host => "host",
        _ => "condition",
    };
}
