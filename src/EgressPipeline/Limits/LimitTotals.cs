namespace EgressPipeline.Limits;

/// <summary>Sums over all allowances of a limit, for people; cold path.</summary>
internal static class LimitTotals
{
    public static int Calls(LimitRule rule) => Allowances(rule).Sum(allowance => allowance.Calls.Taken);

    public static long Bytes(LimitRule rule, int day) => Allowances(rule).Sum(allowance => allowance.Bytes.On(day));

    private static IEnumerable<Allowance> Allowances(LimitRule rule) =>
        rule.State.Principals.All.Select(own => own.Value).Append(rule.State.Principals.Overflow).Append(rule.State.Shared);
}
