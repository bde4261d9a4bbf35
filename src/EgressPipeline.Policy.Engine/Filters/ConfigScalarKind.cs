namespace EgressPipeline.Policy.Filters;

/// <summary>What a scalar is once Kubernetes has turned the YAML into JSON.</summary>
public enum ConfigScalarKind
{
    Text,
    Null,
    Boolean,

    /// <summary>A decimal integer without leading zeros.</summary>
    Integer,
    Number,
}
