using EgressPipeline;
using ExternalAuthorization.Authorizers;
using ExternalAuthorization.Checks;
using ExternalAuthorization.Protocol;
using ExternalAuthorization.Verdicts;

namespace ExternalAuthorization;

/// <summary>
/// Asks a server that speaks Envoy's external authorization protocol about every call, and does what it says. Stands behind the policies'
/// own judgement: what they deny is not asked about. See docs/filters/external-authorization.md.
/// </summary>
[EgressFilter("external-authorization", "1.0.0", Stage = FilterStage.Authorize, After = ["authorization"], DeadlineMilliseconds = 10_000,
    Description = "Asks an external server (Envoy's ext_authz protocol, gRPC) whether a call may be made.",
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ReadsBody | FilterCapabilities.MayDeny | FilterCapabilities.MayAnswer | FilterCapabilities.CallsNetwork)]
public sealed class ExternalAuthorizationFilter : IRequestBodyFilter, IResponseFilter, IDisposable
{
    private readonly ExternalAuthorizationOptions _options;
    private readonly QuestionWriter _questions;
    private readonly Authorizer _authorizer;
    private readonly AuthorizationCounters _counters;
    private readonly BodyAccess _access;

    /// <summary>For the host.</summary>
    /// <param name="context">What the host gives.</param>
    public ExternalAuthorizationFilter(FilterContext<ExternalAuthorizationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _options = context.Options;
        _questions = new QuestionWriter(_options, context.Time);
        _authorizer = new Authorizer(context);
        _counters = new AuthorizationCounters(context.Metrics);
        if (_options.Body is { } body)
            _access = body.AllowPartialMessage ? BodyAccess.Prefix(body.MaxBytes) : BodyAccess.Buffer(body.MaxBytes, OverBound.Refuse);
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var state = request.State<AuthorizationState>();
        state.Reset(); // a redirected call is asked about anew
        var question = _questions.Of(request);
        if (_options.Body is null)
            return AskAsync(request, question, cancellationToken);
        state.Question = question;
        return new(FilterResult.ReadBody(_access));
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken)
    {
        var question = body.State<AuthorizationState>().Question!;
        _questions.AddBody(question, body.Bytes, body.IsLast);
        return AskAsync(body.Request, question, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (request.State<AuthorizationState>().Allowed is not { } allowed || HeaderChanges.TryApply(request.ResponseHeaders, allowed.ResponseHeadersToAdd))
            return new(FilterResult.Continue);
        return new(Fail(CheckFailure.Invalid));
    }

    /// <inheritdoc/>
    public void Dispose() => _authorizer.Dispose();

    private async ValueTask<FilterResult> AskAsync(EgressRequest request, CheckRequest question, CancellationToken cancellationToken)
    {
        var (answer, failure) = await _authorizer.CheckAsync(question, cancellationToken);
        if (answer is null)
            return Fail(failure);
        if (answer.HttpResponseCase == CheckResponse.HttpResponseOneofCase.ErrorResponse)
            return Fail(CheckFailure.Error);
        // Without a status the call is allowed, as the protocol has it; a refusal that is called a success is a refusal.
        if (answer.Status is { Code: not 0 } || answer.DeniedResponse is not null)
        {
            _counters.Denied.Increment();
            return Denials.Of(answer.DeniedResponse);
        }
        return Admit(request, answer.OkResponse);
    }

    private FilterResult Admit(EgressRequest request, AllowedCall? allowed)
    {
        if (allowed is not null)
        {
            if (!HeaderChanges.AreAllowed(allowed.Headers) || !HeaderChanges.AreAllowed(allowed.ResponseHeadersToAdd))
                return Fail(CheckFailure.Invalid);
            if (!HeaderChanges.TryApply(request.Headers, allowed.Headers))
                return Refuse(CheckFailure.Invalid); // some of it is done: that must not go out
            HeaderChanges.Remove(request.Headers, allowed.HeadersToRemove);
            if (QueryChanges.AreIn(allowed))
                request.SetTarget(QueryChanges.Apply(request.Path, request.Query, allowed));
            request.State<AuthorizationState>().Allowed = allowed;
        }
        _counters.Allowed.Increment();
        return FilterResult.Continue;
    }

    private FilterResult Fail(CheckFailure reason)
    {
        if (_options.Unavailable == UnavailableMode.Closed)
            return Refuse(reason);
        _counters.Fail(reason);
        _counters.PassedUnasked.Increment();
        return FilterResult.Continue;
    }

    private FilterResult Refuse(CheckFailure reason)
    {
        _counters.Fail(reason);
        _counters.RefusedUnasked.Increment();
        return FilterResult.Deny("there is no answer of the external authorizer that can be used", _options.StatusOnError);
    }
}
