using EgressPipeline.Limits;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Admin.Views;

/// <summary>One limit of the plan in force and what is counted for it.</summary>
/// <param name="Name">Namespace and name.</param>
/// <param name="Source">Its place in the YAML.</param>
/// <param name="Bounds">In words.</param>
/// <param name="Active">Calls under way.</param>
/// <param name="DayBytes">Bytes of today in UTC; only with bytesPerDay.</param>
/// <param name="AdaptiveConcurrency">Requests at once that are let through now; only with adaptiveConcurrency.</param>
/// <param name="Passed">Calls that passed.</param>
/// <param name="Refused">Calls refused or ended by bound.</param>
/// <param name="WouldRefuse">The same for a limit that only reports.</param>
/// <param name="Principals">Principals with an allowance of their own.</param>
internal sealed record LimitView(string Name, string Source, string Bounds, int Active, long? DayBytes, int? AdaptiveConcurrency, long Passed, IReadOnlyDictionary<string, long> Refused, IReadOnlyDictionary<string, long> WouldRefuse, int Principals)
{
    public static LimitView Of(LimitRule rule, int day) => new(
        rule.Plan.Name,
        rule.Plan.Rule.Source.ToString(),
        LimitText.Bounds(rule.Plan),
        LimitTotals.Calls(rule),
        rule.Plan.BytesPerDay > 0 ? LimitTotals.Bytes(rule, day) : null,
        rule.State.Gradient?.Limit,
        rule.State.Passed.Value,
        rule.State.Refused.NotZero(),
        rule.State.WouldRefuse.NotZero(),
        rule.State.Principals.Count);
}
