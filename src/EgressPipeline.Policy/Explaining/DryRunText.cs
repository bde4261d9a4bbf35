using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Explaining;

/// <summary>What policies on trial would change, in words.</summary>
public static class DryRunText
{
    /// <summary>The word in JSON, log and metrics.</summary>
    public static string Name(DryRunResult result) => result switch
    {
        DryRunResult.WouldDeny => "would_deny",
        DryRunResult.WouldAllow => "would_allow",
        _ => "same",
    };

    /// <summary>The same in a sentence.</summary>
    public static string Words(DryRunResult result) => result switch
    {
        DryRunResult.WouldDeny => "would be denied",
        DryRunResult.WouldAllow => "would be allowed",
        _ => "changes nothing",
    };
}
