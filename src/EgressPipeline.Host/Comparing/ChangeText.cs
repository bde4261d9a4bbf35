using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Host.Comparing;

/// <summary>A change as one text that leaves nothing out but its example: equal texts are the same change.</summary>
internal static class ChangeText
{
    public static string Of(ReachabilityChange change) =>
        string.Join('\n', Of(change.Region), Of(change.Old), Of(change.New), change.Approximation);

    public static string Of(TreatmentChange change) =>
        string.Join('\n', Of(change.Region), string.Join(";", change.Aspects), string.Join(";", change.OldRules), string.Join(";", change.NewRules), change.Approximation);

    public static string Of(UncomparedCalls calls) => (calls.Region is { } region ? Of(region) : "") + "\n" + calls.Reason;

    private static string Of(CallVerdict verdict) => verdict.Reason + " " + verdict.Rule;

    private static string Of(CallRegion region) => string.Join('\n', region.Scopes.Select(Of)) + "\n\n" + string.Join('\n', region.Fields);

    private static string Of(RegionScope scope) =>
        string.Join('|', string.Join(",", scope.Kinds), string.Join(",", scope.Hosts), string.Join(",", scope.Ports), string.Join(",", scope.Destinations));
}
