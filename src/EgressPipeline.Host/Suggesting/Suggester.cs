using EgressPipeline.Host.Recorded;
using EgressPipeline.Host.Replaying;
using EgressPipeline.Hosting;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Host.Suggesting;

/// <summary>
/// Makes policies of refused calls. With the present policies at hand, each suggestion is tried: a call counts as covered
/// when the engine lets it through with what is suggested. What a DENY rule refuses is never suggested.
/// </summary>
/// <param name="policies">The present policies, free of errors; null = the recorded reasons are all there is.</param>
/// <param name="options">What is known of the workload.</param>
internal sealed class Suggester(IReadOnlyList<PolicyFile>? policies, SidecarOptions options)
{
    private const string DefaultNamespace = "default";
    private const string AccessName = "suggested-egress";

    private readonly ServiceSuggestions _services = new();
    private readonly AccessSuggestions _access = new();
    private readonly List<LeftCall> _left = [];
    private readonly List<RefusedCall> _undeclared = [];
    private readonly List<RefusedCall> _considered = [];
    private readonly PolicySet _present = PolicySet.Read(policies ?? []);
    private long _alreadyAllowed;

    public Suggestion Suggest(IEnumerable<(RecordedCall Call, int Count)> calls)
    {
        var replay = policies is null ? null : new Replay(_present, options);
        foreach (var (call, count) in calls)
            if (call.Decision != DecisionReason.Allowed)
                Consider(call, count, replay);
        var services = Services();
        if (policies is not null)
            ConsiderDeclared(services);
        string[] documents = [.. services, .. Access()];
        if (policies is not null)
            Try(documents);
        return new Suggestion(documents, _left, _alreadyAllowed);
    }

    private void Consider(RecordedCall recorded, int count, Replay? replay)
    {
        if (RefusedCall.Of(recorded, count, RecordedCaller.Of(recorded, options), out var problem) is not { } call)
        {
            Leave(recorded, count, problem!);
            return;
        }
        var judged = replay?.Judge(recorded);
        if (judged is { Now: null })
        {
            Leave(recorded, count, judged.Problem!);
            return;
        }
        var why = (judged?.Now?.Outcome.Reason ?? recorded.Decision) switch
        {
            DecisionReason.Unregistered or DecisionReason.AuditedUnregistered or DecisionReason.PortNotDeclared => AddService(call),
            // Let through undeclared: what it was recorded as tells what is missing, what it is judged as now does not.
            DecisionReason.AllowedUnregistered when judged is null => AddService(call),
            DecisionReason.NotAllowed => _access.Add(call, HostOf(call, judged?.Now)),
            DecisionReason.Allowed or DecisionReason.AllowedUnregistered => Allowed(count),
            DecisionReason.DeniedByRule => "a DENY rule refuses it on purpose",
            var other => ReasonText.Words(other),
        };
        if (why is not null)
            Leave(recorded, count, why);
        else
            _considered.Add(call);
    }

    private string? AddService(RefusedCall call)
    {
        if (_services.Add(call) is { } why)
            return why;
        _undeclared.Add(call);
        return null;
    }

    private string? Allowed(int count)
    {
        _alreadyAllowed += count;
        return null;
    }

    /// <summary>Once declared, a call may still need a rule.</summary>
    private void ConsiderDeclared(string[] services)
    {
        if (_undeclared.Count == 0)
            return;
        var replay = new Replay(With(services), options);
        foreach (var call in _undeclared)
            if (replay.Judge(call.Recorded).Now is { Outcome.Reason: DecisionReason.NotAllowed } now && _access.Add(call, HostOf(call, now)) is { } why)
                Leave(call.Recorded, call.Count, why);
    }

    /// <summary>Judges every call that something was suggested for with everything that is suggested.</summary>
    private void Try(string[] documents)
    {
        var replay = new Replay(With(documents), options);
        var left = _left.Select(entry => entry.Call).ToHashSet();
        foreach (var call in _considered)
            if (!left.Contains(call.Recorded) && replay.Judge(call.Recorded) is { Now: not { IsAllowed: true } } judged)
                Leave(call.Recorded, call.Count, judged.Now is { } now ? "even with what is suggested it is " + TraceText.Summary(now) : judged.Problem!);
    }

    private string[] Services()
    {
        var names = new DocumentNames(Ids());
        return [.. _services.Write(names, options.Namespace.Length > 0 ? options.Namespace : DefaultNamespace)];
    }

    private IEnumerable<string> Access()
    {
        var names = new DocumentNames(Ids());
        foreach (var known in _access.Namespaces)
        {
            var ns = known.Length > 0 ? known : DefaultNamespace;
            yield return AccessText.Write(names.Take("AuthorizationPolicy", ns, AccessName), ns, _access.Rules(known), Selector(ns));
        }
    }

    /// <summary>
    /// A further ALLOW policy must not reach workloads that had none: they would lose what they are allowed by default. So it
    /// takes over the selector when all the present ones have one.
    /// </summary>
    private Dictionary<string, string>? Selector(string ns)
    {
        var present = _present.Documents.AuthorizationPolicies.Where(policy => policy.EffectiveAction == AuthorizationActionRule.Allow && !policy.IsDryRun && policy.Meta.Namespace == ns).ToArray();
        if (present.Length == 0 || present.Any(policy => policy.Selector is null))
            return null;
        return present[0].Selector!.Labels.ToDictionary(label => label.Key, label => label.Value.Value, StringComparer.Ordinal);
    }

    private IEnumerable<string> Ids() =>
        _present.Documents.ServiceEntries.Select(entry => entry.Meta.Id).Concat(_present.Documents.AuthorizationPolicies.Select(policy => policy.Meta.Id));

    private PolicySet With(string[] documents) => PolicySet.Read([.. policies ?? [], new PolicyFile("suggested", string.Join("---\n", documents))]);

    private static string HostOf(RefusedCall call, DecisionTrace? now) =>
        call.Host.Length > 0 ? call.Host : now?.Outcome.Service is { } service && !service.StartsWith('*') ? service : "";

    private void Leave(RecordedCall call, int count, string why) => _left.Add(new LeftCall(call, count, why));
}
