using CredentialInjection.Injection;
using EgressPipeline;

namespace CredentialInjection;

/// <summary>
/// Puts the credential of a service into the calls to it, so that the application holds no secret. What the application sent in its place is
/// removed; without a credential, over a connection that anybody can read, or towards a service that nobody named the call is refused.
/// </summary>
[EgressFilter("credential-injection", "1.0.0", Stage = FilterStage.Request, RequiresScope = true, DeadlineMilliseconds = 10_000,
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders | FilterCapabilities.ReadsBody | FilterCapabilities.MayDeny | FilterCapabilities.CallsNetwork,
    Description = "Adds API keys, Basic credentials, OAuth2 tokens or AWS signatures from mounted files.")]
public sealed class CredentialInjectionFilter : IRequestBodyFilter, IResponseFilter, IDisposable
{
    private readonly IInjector _injector;
    private readonly DestinationGuard _guard;
    private readonly InjectionCounters _counters;

    /// <summary>Reads the secret files for the first time; a missing one is said in the log and refuses calls, not the start.</summary>
    /// <param name="context">The options, and what the filter needs of the sidecar.</param>
    public CredentialInjectionFilter(FilterContext<CredentialInjectionOptions> context)
    {
        _counters = new InjectionCounters(context.Metrics);
        _guard = new DestinationGuard(context.Options, context.Binding, context.Logger);
        _injector = InjectorFactory.Create(context, _counters);
    }

    /// <summary>Judges where the call goes, then adds the credential.</summary>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (request.Cluster.Length == 0)
            return new(FilterResult.Continue); // a policy answers it: nothing is sent
        var refusal = _guard.Judge(request);
        return refusal == Refusal.None ? _injector.InjectAsync(request, cancellationToken) : new(_counters.Refuse(refusal));
    }

    /// <summary>Signs a body that had to be held for it.</summary>
    public ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken) => new(_injector.OnBody(body));

    /// <summary>Takes the credential out of what the service says about the request, and learns that it refused it.</summary>
    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (request.State<InjectionState>().Sent is not { } sent)
            return new(FilterResult.Continue);
        if (request.ResponseStatus == 401)
            _injector.OnRefused(sent);
        switch (HeaderRedaction.Apply(request.ResponseHeaders, sent.Secrets))
        {
            case Redacted.All:
                _counters.Redacted.Increment();
                return new(FilterResult.Continue);
            case Redacted.Impossible:
                return new(_counters.Refuse(Refusal.Reflected));
            default:
                return new(FilterResult.Continue);
        }
    }

    /// <summary>Stops looking at the secret files.</summary>
    public void Dispose() => _injector.Dispose();
}
