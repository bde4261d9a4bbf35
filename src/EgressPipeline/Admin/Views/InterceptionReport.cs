namespace EgressPipeline.Admin.Views;

/// <summary>Interception as this sidecar sees it.</summary>
/// <param name="Mode">Of <c>--intercept</c>; <c>off</c> when the rules are somebody else's.</param>
/// <param name="Differences">How the kernel's rules differ from those applied, one line each; null when that is not known (yet).</param>
/// <param name="ExemptUids">Users that go around the sidecar.</param>
/// <param name="ExemptGids">Groups that go around the sidecar.</param>
/// <param name="OwnTrafficReturns">True when the kernel sends this sidecar's own connections back to it; then none is served.</param>
internal sealed record InterceptionReport(string Mode, IReadOnlyList<string>? Differences, IReadOnlyList<uint> ExemptUids, IReadOnlyList<uint> ExemptGids, bool OwnTrafficReturns)
{
    /// <summary>False when what should be intercepted is not, or what should not be is.</summary>
    public bool IsSound => !OwnTrafficReturns && Differences is not { Count: > 0 };
}
