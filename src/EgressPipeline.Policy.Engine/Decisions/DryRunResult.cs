namespace EgressPipeline.Policy.Decisions;

/// <summary>What a call would get if the policies on trial (annotation <c>istio.io/dry-run</c>) were enforced with the others.</summary>
public enum DryRunResult
{
    /// <summary>What it gets now; or nothing is on trial.</summary>
    Same,
    /// <summary>It is allowed now and would be denied.</summary>
    WouldDeny,
    /// <summary>It is denied now and would be allowed.</summary>
    WouldAllow,
}
