using EgressPipeline;
using ExternalAuthorization.Authorizers;

namespace ExternalAuthorization;

/// <summary>What became of questions, as metrics.</summary>
internal sealed class AuthorizationCounters
{
    private readonly FilterCounter[] _failures;

    public AuthorizationCounters(FilterMetrics metrics)
    {
        var calls = metrics.Counter("calls_total", "Calls by what became of them.", "outcome", "allowed", "denied", "refused_unasked", "passed_unasked");
        (Allowed, Denied, RefusedUnasked, PassedUnasked) = (calls["allowed"], calls["denied"], calls["refused_unasked"], calls["passed_unasked"]);
        string[] reasons = [.. Enum.GetValues<CheckFailure>().Where(reason => reason != CheckFailure.None).Select(reason => reason.ToString().ToLowerInvariant())];
        var failures = metrics.Counter("failures_total", "Questions without an answer that can be used.", "reason", reasons);
        _failures = Array.ConvertAll(reasons, reason => failures[reason]);
    }

    public FilterCounter Allowed { get; }

    public FilterCounter Denied { get; }

    /// <summary>Without an answer, and refused for it.</summary>
    public FilterCounter RefusedUnasked { get; }

    /// <summary>Without an answer, and let pass.</summary>
    public FilterCounter PassedUnasked { get; }

    public void Fail(CheckFailure reason) => _failures[(int)reason - 1].Increment();
}
