namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>How two plans differ about calls.</summary>
internal enum DifferenceKind
{
    /// <summary>Refused before, allowed now.</summary>
    Wider,

    /// <summary>Allowed before, refused now.</summary>
    Narrower,

    /// <summary>Allowed by both and treated in another way.</summary>
    Treatment,

    /// <summary>Allowed by both, and noted by an AUDIT rule only now.</summary>
    AuditStarts,

    /// <summary>Allowed by both, and noted by an AUDIT rule no longer.</summary>
    AuditEnds,
}
