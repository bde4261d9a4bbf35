namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>What of a call selects rules.</summary>
internal enum SelectorKind
{
    Host,
    Method,

    /// <summary>The path up to its second slash.</summary>
    PathHead,
    Namespace,
    Principal,
}
