using System.Text;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>
/// Judges the tokens of requests by the rules of one plan, as Istio does: a request without tokens passes; with tokens it passes by the
/// first rule for which every token at its places is good, and is refused when there is no such rule. Safe for concurrent use.
/// </summary>
internal sealed class Authenticator
{
    private readonly AuthenticationRule[] _rules;
    private readonly AuthenticationServices _services;
    private readonly VerifiedTokens _known = new();
    private readonly Dictionary<KeyPlace, RemoteKeys> _remote = [];

    private Authenticator(EgressPlan plan, Authenticator? previous, AuthenticationServices services)
    {
        _services = services;
        _rules = Array.ConvertAll(plan.JwtRules, rule => new AuthenticationRule(rule, KeysOf(rule, previous), services.Time));
    }

    /// <summary>The judge of a plan; null when it has no rules about tokens.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="previous">The one in force before, whose keys are kept.</param>
    /// <param name="services">Clock, log and counters.</param>
    public static Authenticator? Of(EgressPlan plan, Authenticator? previous, AuthenticationServices services) =>
        plan.JwtRules.Length == 0 ? null : new Authenticator(plan, previous, services);

    public AuthenticationRule this[int rule] => _rules[rule];

    /// <summary>Judges by what is known already: no token, or tokens that were verified before. Allocates nothing. False: ask <see cref="JudgeAsync"/>.</summary>
    public bool TryJudge(HttpExchange exchange, out TokenOutcome outcome)
    {
        outcome = TokenOutcome.NoToken;
        for (var i = 0; i < _rules.Length; i++)
            switch (TryJudge(exchange, i, out var token))
            {
                case Known.Good:
                    outcome = new TokenOutcome(i, token, TokenProblem.None);
                    return true;
                case Known.Unknown:
                    return false;
                case Known.Bad:
                    outcome = new TokenOutcome(-1, null, TokenProblem.UnknownIssuer);
                    break;
            }
        return outcome.Problem == TokenProblem.None;
    }

    /// <summary>Copies the tokens of a request, for <see cref="JudgeAsync"/>.</summary>
    public List<PresentedToken> Read(HttpExchange exchange)
    {
        var tokens = new List<PresentedToken>();
        for (var i = 0; i < _rules.Length; i++)
            for (var place = 0; place < _rules[i].Places.Count; place++)
                if (_rules[i].Places.TryFind(exchange, place, out var token))
                    tokens.Add(new PresentedToken(i, Encoding.Latin1.GetString(token), TokenHash.Of(token)));
        return tokens;
    }

    /// <summary>Judges tokens, fetching keys where they are needed. Touches nothing of the request.</summary>
    public async ValueTask<TokenOutcome> JudgeAsync(List<PresentedToken> tokens, CancellationToken cancellationToken)
    {
        var problem = TokenProblem.None;
        for (var i = 0; i < _rules.Length; i++)
        {
            VerifiedToken? last = null;
            var failure = TokenProblem.None;
            foreach (var token in tokens)
                if (token.Rule == i && failure == TokenProblem.None)
                    (last, failure) = await JudgeOneAsync(token, cancellationToken);
            if (last is not null)
                return new TokenOutcome(i, last, TokenProblem.None);
            // What another rule knows better is no reason to tell.
            if (problem is TokenProblem.None or TokenProblem.UnknownIssuer && failure != TokenProblem.None)
                problem = failure;
        }
        return new TokenOutcome(-1, null, problem);
    }

    /// <summary>Takes out the headers that only rules may write.</summary>
    public void RemoveOwnHeaders(HttpExchange exchange)
    {
        foreach (var rule in _rules)
            foreach (var name in rule.OwnHeaders)
                exchange.RequestHeaders.Remove(name);
    }

    /// <summary>True when a rule looks for tokens in a query parameter of the name.</summary>
    public bool IsTokenParameter(ReadOnlySpan<byte> name)
    {
        foreach (var rule in _rules)
            foreach (var parameter in rule.Places.Parameters)
                if (name.SequenceEqual(parameter))
                    return true;
        return false;
    }

    public void Count(in TokenOutcome outcome)
    {
        if (outcome.Token is not null || outcome.Problem != TokenProblem.None)
            _services.Tokens[outcome.Problem].Increment();
    }

    private Known TryJudge(HttpExchange exchange, int rule, out VerifiedToken? last)
    {
        last = null;
        var places = _rules[rule].Places;
        for (var place = 0; place < places.Count; place++)
        {
            if (!places.TryFind(exchange, place, out var token))
                continue;
            if (_known.Find(TokenHash.Of(token)) is not { } known || !IsInForce(known))
                return Known.Unknown;
            if (known.Rule != rule)
                return _rules[known.Rule].Plan.Issuer == _rules[rule].Plan.Issuer ? Known.Unknown : Known.Bad;
            last = known;
        }
        return last is null ? Known.None : Known.Good;
    }

    private bool IsInForce(VerifiedToken token) => ReferenceEquals(token.Keys, _rules[token.Rule].Keys.Current) && _services.UnixSeconds <= token.NotAfter;

    private async ValueTask<(VerifiedToken?, TokenProblem)> JudgeOneAsync(PresentedToken token, CancellationToken cancellationToken)
    {
        var rule = _rules[token.Rule];
        if (_known.Find(token.Hash) is { } known && known.Rule == token.Rule && IsInForce(known))
            return (known, TokenProblem.None);
        if (rule.Verifier.Read(token.Text, out var problem) is not { } read)
            return (null, problem);
        var keys = rule.Keys.Current ?? await rule.Keys.AskAsync(cancellationToken);
        if (keys is null)
            return (null, TokenProblem.NoKeys);
        var verified = await rule.Verifier.VerifyAsync(read, keys);
        // Signed by none of them: the issuer may have others by now.
        if (verified is null && rule.Keys.MayHaveOthers && await rule.Keys.AskAsync(cancellationToken) is { } others && !ReferenceEquals(others, keys))
            verified = await rule.Verifier.VerifyAsync(read, others);
        if (verified is null)
            return (null, TokenProblem.BadSignature);
        verified = verified with { Rule = token.Rule };
        _known.Add(token.Hash, verified);
        return (verified, TokenProblem.None);
    }

    private IKeySource KeysOf(JwtRulePlan rule, Authenticator? previous)
    {
        if (rule.Jwks is { } given)
            return new GivenKeys(KeySet.TryParse(given, out var keys) ? keys : null);
        var place = KeyPlace.Of(rule);
        if (!_remote.TryGetValue(place, out var remote))
            _remote.Add(place, remote = previous?._remote.GetValueOrDefault(place) ?? new RemoteKeys(place, _services));
        return remote;
    }

    /// <summary>What is known of the tokens at a rule's places.</summary>
    private enum Known { None, Good, Bad, Unknown }
}
