using System.Text;
using EgressPipeline.Policy.Comparison.Regions;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>The <c>egress explain</c> command line that asks about an example of a change.</summary>
internal static class ExplainCommand
{
    /// <summary>The command for a shell; null for a call that <c>explain</c> cannot be asked about.</summary>
    /// <param name="call">The call.</param>
    /// <param name="policies">Path of the policies.</param>
    /// <param name="workload">Whose call it is.</param>
    public static string? For(ComparedCall? call, string policies, WorkloadDiff workload)
    {
        if (call is null || Target(call) is not { } target)
            return null;
        var words = new List<string> { "egress", "explain", "--policies", policies };
        words.AddRange(workload.Flags);
        // An identity says the namespace, too.
        if (call.Caller.Principal.Length > 0 && !workload.Flags.Contains("--from"))
            words.AddRange(["--from", call.Caller.Principal]);
        if (HangsOnSource(call, workload))
            words.AddRange(["--source-ip", call.SourceAddress.ToString()]);
        words.AddRange(target);
        return string.Join(' ', words.Select(Quoted));
    }

    private static List<string>? Target(ComparedCall call)
    {
        var authority = (call.Host.Contains(':', StringComparison.Ordinal) ? $"[{call.Host}]" : call.Host) + ":" + call.Port;
        List<string>? words = call.Kind switch
        {
            // An https URL would be what is seen of it from outside: TLS.
            CallKind.Http => call.Scheme == "http" && !call.Method.Any(char.IsAsciiLetterLower) && call.Path.StartsWith('/') ? [call.Method, Url(call, authority)] : null,
            CallKind.Connect => ["CONNECT", authority],
            CallKind.Tls => call.Host.Length > 0 ? ["--sni", authority] : null,
            _ => ["--tcp", (call.DestinationAddress.IsV4 ? call.DestinationAddress.ToString() : $"[{call.DestinationAddress}]") + ":" + call.Port],
        };
        if (words is null || call.Kind == CallKind.Tcp)
            return words;
        foreach (var header in call.Headers)
            words.AddRange(["-H", $"{header.Key}: {header.Value}"]);
        if (!call.DestinationAddress.IsNone)
            words.AddRange(["--destination", call.DestinationAddress.ToString()]);
        return words;
    }

    private static string Url(ComparedCall call, string authority) =>
        $"http://{(call.Port == 80 ? authority[..^3] : authority)}{call.Path}{(call.Query.Count > 0 ? "?" + call.QueryText : "")}";

    // Without an address conditions on it are unknown, which may lead to another answer.
    private static bool HangsOnSource(ComparedCall call, WorkloadDiff workload)
    {
        var without = call with { SourceAddress = IpValue.None };
        return IsAllowed(workload.Old, call) != IsAllowed(workload.Old, without) || IsAllowed(workload.New, call) != IsAllowed(workload.New, without);
    }

    private static bool IsAllowed(EgressPlan plan, ComparedCall call) => PolicyEngine.Decide(plan, call.Facts()).IsAllowed;

    private static string Quoted(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+=,".Contains(c, StringComparison.Ordinal)))
            return word;
        return new StringBuilder("'").Append(word.Replace("'", "'\\''", StringComparison.Ordinal)).Append('\'').ToString();
    }
}
