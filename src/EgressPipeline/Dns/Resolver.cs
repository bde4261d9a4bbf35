using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Dns;

/// <summary>
/// Answers questions: decides by the plan, then answers from it, from the cache, or by asking name servers. Safe for
/// concurrent use, each call with an exchange of its own.
/// </summary>
/// <remarks>
/// What is known already is answered at once and without allocation:
/// 1. the message is read, 2. the policies are asked, 3. what is refused or never forwarded is answered so,
/// 4. the plan's own names, 5. the cache.
/// </remarks>
internal sealed class Resolver(DnsServices services)
{
    /// <summary>Result of <see cref="TryAnswer"/>: the answer is not known yet.</summary>
    public const int Waits = -1;

    /// <summary>While no server answers, stale answers are given for this long before one is asked again, with this TTL (RFC 8767 §4).</summary>
    private const long StaleRecheckMilliseconds = 5_000;
    private const int StaleTtl = 30;

    private readonly Refusals _refusals = new(services.Options.Refusal);
    private readonly long _epoch = services.Time.GetTimestamp();
    private volatile PlanNames? _names;
    private int _turn;

    /// <summary>Answers kept now.</summary>
    public int CachedAnswers => _names?.Cache.Count ?? 0;

    /// <summary>Answers what can be answered at once.</summary>
    /// <returns>Bytes of the answer, 0 for no answer at all, or <see cref="Waits"/>: then <see cref="AnswerAsync"/> goes on.</returns>
    public int TryAnswer(DnsExchange exchange)
    {
        exchange.Started = services.Time.GetTimestamp();
        exchange.StartTicks = services.Time.GetUtcNow().UtcTicks;
        (exchange.Decision, exchange.IsJudged) = (default, false);
        var query = exchange.Query;
        var status = query.Read(exchange.Request); // 1
        if (status != QueryStatus.Ok)
            return Reject(exchange, status);
        var names = NamesOf(services.Plan());
        exchange.Decision = PolicyEngine.Resolve(names.Plan, new CallFacts { Kind = CallKind.Tcp, Host = query.Host, Caller = services.Caller }); // 2
        exchange.IsJudged = true;
        if (TryRefuse(exchange, names, out var length)) // 3
            return length;
        if (exchange.Decision.Host is { } host && names.Local.Find(host, query.Type, out var isVirtual) is { } own) // 4
            return Finish(exchange, own, isVirtual ? DnsOutcome.Virtual : DnsOutcome.Declared);
        if (names.Cache.Find(query.Key) is { } cached && Now() is var now && (now < cached.FreshUntil || now < cached.NextQuestion)) // 5
            return FinishCached(exchange, cached, now);
        exchange.Names = names;
        return Waits;
    }

    /// <summary>Goes on where <see cref="TryAnswer"/> waits. Never throws; ends within the patience of the settings.</summary>
    /// <returns>Bytes of the answer.</returns>
    public async Task<int> AnswerAsync(DnsExchange exchange)
    {
        var names = exchange.Names!;
        exchange.Names = null;
        var key = exchange.Query.Key.ToArray();
        var test = new AddressTests(exchange.Decision.Host, exchange.IsInternal);
        var answer = await names.Join(key, () => AskAsync(names, key, test), out var isJoined);
        if (isJoined)
            services.Metrics.Joined.Increment();
        if (answer.Code != DnsCode.ServFail)
            return Finish(exchange, answer, OutcomeOf(answer, DnsOutcome.Forwarded));
        var now = Now();
        if (names.Cache.Find(key) is not { } old || old.Answer.Code == DnsCode.ServFail || now > old.FreshUntil + (long)services.StaleFor.TotalMilliseconds)
            return Finish(exchange, answer, OutcomeOf(answer, DnsOutcome.Forwarded));
        old.NextQuestion = now + StaleRecheckMilliseconds;
        return FinishCached(exchange, old, now);
    }

    /// <summary>The answer to a question that <see cref="TryAnswer"/> left waiting, when it cannot wait.</summary>
    public int Overload(DnsExchange exchange)
    {
        exchange.Names = null;
        return Finish(exchange, Refusals.Overload, DnsOutcome.Overload);
    }

    /// <summary>Counts what cannot even be taken in: it says that it is empty, or longer than any query.</summary>
    public void Unreadable() => services.Metrics.Queries.Increment(DnsOutcome.Malformed);

    private async Task<DnsAnswer> AskAsync(PlanNames names, byte[] key, AddressTests test)
    {
        // An equal question may have been answered since this one was left waiting.
        if (names.Cache.Find(key) is { } known && Now() < known.FreshUntil)
            return known.Answer;
        var answer = await services.Forwarder.AskAsync(key, test.MayAnswer);
        if (answer is { Guarded: > 0, Addresses: 0 })
            answer = _refusals.Guarded;
        if (answer.Code != DnsCode.ServFail || names.Cache.Find(key) is null)
            names.Cache.Add(key, answer, Now());
        return answer;
    }

    private PlanNames NamesOf(EgressPlan plan)
    {
        var names = _names;
        // A reload that changes no policy keeps what is known.
        if (names is not null && (ReferenceEquals(names.Plan, plan) || names.Plan.Hash == plan.Hash && names.Plan.Unregistered == plan.Unregistered))
            return names;
        return _names = new PlanNames(plan, services.Options.CacheEntries);
    }

    private int Reject(DnsExchange exchange, QueryStatus status)
    {
        var (code, outcome) = status switch
        {
            QueryStatus.NotImplemented => (DnsCode.NotImp, DnsOutcome.Unsupported),
            QueryStatus.OtherClass => (DnsCode.Refused, DnsOutcome.Unsupported),
            QueryStatus.BadVersion => (DnsCode.BadVers, DnsOutcome.Unsupported),
            _ => (DnsCode.FormErr, DnsOutcome.Malformed),
        };
        var length = status == QueryStatus.Ignored ? 0 : AnswerWriter.WriteCode(exchange.Query, exchange.Request, code, exchange.Output);
        Record(exchange, code, outcome, 0);
        return length;
    }

    private bool TryRefuse(DnsExchange exchange, PlanNames names, out int length)
    {
        var query = exchange.Query;
        var reason = exchange.Decision.Reason;
        exchange.IsInternal = IsInternal(query.Name);
        length = 0;
        if (reason is DecisionReason.DeniedByRule or DecisionReason.NotAllowed)
            length = Finish(exchange, _refusals.Denied, DnsOutcome.Denied);
        else if (reason != DecisionReason.Allowed && SearchDomains.IsExpansion(names.Plan, query.Host, services.System.Domains))
            length = Finish(exchange, Refusals.SearchExpansion, DnsOutcome.SearchExpansion);
        else if (reason != DecisionReason.Allowed && !exchange.IsInternal && !IsForwarded(reason))
            length = Finish(exchange, _refusals.Unregistered, DnsOutcome.Unregistered);
        else if (query.Type is DnsType.Https or DnsType.Svcb)
            length = Finish(exchange, Refusals.Suppressed, DnsOutcome.Suppressed);
        return length > 0;
    }

    private bool IsForwarded(DecisionReason reason) => services.Options.Undeclared switch
    {
        UndeclaredNames.Forward => true,
        UndeclaredNames.Refuse => false,
        _ => reason != DecisionReason.Unregistered,
    };

    private bool IsInternal(ReadOnlySpan<byte> name)
    {
        foreach (var suffix in services.Options.Internal)
            if (DnsName.IsAtOrBelow(name, suffix))
                return true;
        return false;
    }

    private DnsOutcome OutcomeOf(DnsAnswer answer, DnsOutcome otherwise)
    {
        if (ReferenceEquals(answer, _refusals.Guarded))
            return DnsOutcome.Guarded;
        if (ReferenceEquals(answer, Refusals.Overload))
            return DnsOutcome.Overload;
        return answer.Code == DnsCode.ServFail ? DnsOutcome.Failed : otherwise;
    }

    private int FinishCached(DnsExchange exchange, CachedAnswer cached, long now)
    {
        var isStale = now >= cached.FreshUntil;
        var left = isStale ? StaleTtl : (int)((cached.FreshUntil - now + 999) / 1000);
        var age = isStale ? 0 : (int)((now - cached.StoredAt) / 1000);
        var outcome = OutcomeOf(cached.Answer, isStale ? DnsOutcome.Stale : DnsOutcome.Cached);
        return Finish(exchange, cached.Answer, outcome, age, left);
    }

    private int Finish(DnsExchange exchange, DnsAnswer answer, DnsOutcome outcome, int age = 0, int maxTtl = int.MaxValue)
    {
        var delivery = new AnswerDelivery(exchange.Limit, age, _turn++, maxTtl);
        var length = AnswerWriter.Write(exchange.Query, exchange.Request, answer, delivery, exchange.Output);
        Record(exchange, answer.Code, outcome, answer.Answers);
        return length;
    }

    private void Record(DnsExchange exchange, DnsCode code, DnsOutcome outcome, int answers)
    {
        services.Metrics.Queries.Increment(outcome);
        services.Log.Write(exchange, code, outcome, answers);
    }

    private long Now() => (long)services.Time.GetElapsedTime(_epoch).TotalMilliseconds;
}
