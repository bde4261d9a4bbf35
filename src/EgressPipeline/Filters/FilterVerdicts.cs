namespace EgressPipeline.Filters;

/// <summary>Which verdicts a filter may return from which phase, by what it declares and implements: one bit a verdict.</summary>
internal static class FilterVerdicts
{
    private const int GoOn = 1 << (int)FilterVerdict.Continue;

    /// <summary>Per <see cref="FilterPhase"/>.</summary>
    public static int[] Of(EgressFilterAttribute facts, object filter)
    {
        var refuse = Bit(facts, FilterCapabilities.MayDeny, FilterVerdict.Refuse);
        var answer = Bit(facts, FilterCapabilities.MayAnswer, FilterVerdict.Answer);
        // Later the route's rewrites are in the head already.
        var redirect = facts.Stage <= FilterStage.Route ? Bit(facts, FilterCapabilities.MayRedirect, FilterVerdict.Redirect) : 0;
        var verdicts = new int[Enum.GetValues<FilterPhase>().Length];
        verdicts[(int)FilterPhase.Request] = GoOn | refuse | answer | redirect | (filter is IRequestBodyFilter ? ReadBody(facts) : 0);
        verdicts[(int)FilterPhase.RequestBody] = GoOn | refuse | answer;
        verdicts[(int)FilterPhase.Exchange] = GoOn | refuse | answer;
        verdicts[(int)FilterPhase.Response] = GoOn | refuse | answer | (filter is IResponseBodyFilter ? ReadBody(facts) : 0);
        verdicts[(int)FilterPhase.ResponseBody] = GoOn | refuse | answer;
        verdicts[(int)FilterPhase.Connection] = GoOn | refuse;
        return verdicts;
    }

    /// <summary>Adds what a capability implies.</summary>
    public static FilterCapabilities Widen(FilterCapabilities declared) =>
        declared | (declared.HasFlag(FilterCapabilities.ChangesBody) ? FilterCapabilities.ReadsBody : 0);

    private static int ReadBody(EgressFilterAttribute facts) => Bit(facts, FilterCapabilities.ReadsBody, FilterVerdict.ReadBody);

    private static int Bit(EgressFilterAttribute facts, FilterCapabilities needed, FilterVerdict verdict) =>
        (Widen(facts.Capabilities) & needed) != 0 ? 1 << (int)verdict : 0;
}
