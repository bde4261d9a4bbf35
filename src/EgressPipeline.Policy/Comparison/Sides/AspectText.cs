using System.Globalization;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>Values of aspects in words, one form for all.</summary>
internal static class AspectText
{
    /// <summary>Exact to the tick, so that different values never read alike.</summary>
    public static string Span(TimeSpan value, string whenZero)
    {
        if (value == TimeSpan.Zero)
            return whenZero;
        return value.Ticks % TimeSpan.TicksPerMillisecond == 0 ? OutcomeText.Duration(value) : value.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + "ms";
    }

    public static string Retry(RetryPlan? retry)
    {
        var plan = retry ?? RetryPlan.Default;
        if (plan.Attempts == 0)
            return "off";
        return plan.Attempts + " on " + string.Join(",", OutcomeText.Conditions(plan)) + ", each try within " + Span(plan.PerTryTimeout, "the timeout") + ", back-off from " + Span(plan.BackoffBase, "0s")
            + OutcomeText.RetryHosts(plan);
    }

    /// <summary>The path that is sent; a rewrite by prefix depends on which prefix was matched.</summary>
    public static string Path(RewritePlan? rewrite, string? prefix)
    {
        var path = rewrite?.Uri is not { } uri ? "as called" : prefix is null ? uri : uri + " instead of " + prefix;
        return rewrite?.Substitution is { } substitution ? path + ", " + substitution : path;
    }

    public static string Redirect(RedirectPlan redirect, string? prefix)
    {
        var text = "redirect " + redirect.Code + " to scheme " + (redirect.Scheme ?? "-") + ", authority " + (redirect.Authority ?? "-") + ", port " + (redirect.Port?.ToString() ?? "-");
        if (redirect.DerivedPort != RedirectPort.AsCalled)
            text += redirect.DerivedPort == RedirectPort.OfScheme ? " of the scheme" : " as called";
        text += ", path " + (redirect.Uri ?? "-");
        return redirect.PrefixRewrite is { } rewrite ? text + " " + rewrite + " instead of " + (prefix ?? "/") : text;
    }

    public static string Delay(FaultDelayPlan? delay) => delay is null ? "none" : FaultText.Percent(delay.PerMillion) + " by " + Span(delay.Duration, "0s");

    public static string Abort(FaultAbortPlan? abort) => abort is null ? "none" : FaultText.Percent(abort.PerMillion) + " with " + FaultText.Answer(abort);

    public static string Mirrors(MirrorPlan[] mirrors) =>
        mirrors.Length == 0 ? "nobody" : string.Join(", ", mirrors.Select(m => m.Cluster.Name + " " + FaultText.Percent(m.PerMillion)));

    /// <summary>Header changes; empty for none.</summary>
    public static string Request(HeaderOperations headers) => Operations(headers.RequestRemove, headers.RequestSet, headers.RequestAdd);

    public static string Response(HeaderOperations headers) => Operations(headers.ResponseRemove, headers.ResponseSet, headers.ResponseAdd);

    /// <summary>A percentage with at most two digits after the point.</summary>
    public static string Share(int weight, int total) => (100.0 * weight / total).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Operations(byte[][] remove, HeaderOperation[] set, HeaderOperation[] add)
    {
        var texts = new List<string>();
        foreach (var name in remove)
            texts.Add("remove " + AsciiText.Text(name));
        foreach (var operation in set)
            texts.Add("set " + AsciiText.Text(operation.Name) + ": " + HeaderWords.Value(operation));
        foreach (var operation in add)
            texts.Add("add " + AsciiText.Text(operation.Name) + ": " + HeaderWords.Value(operation));
        return string.Join("; ", texts);
    }
}
