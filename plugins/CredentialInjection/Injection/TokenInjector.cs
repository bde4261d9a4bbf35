using CredentialInjection.OAuth;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>A bearer token from a token endpoint, in the Authorization header. Allocates nothing while there is a good token.</summary>
/// <param name="source">Keeps the token.</param>
/// <param name="client">The client's files; owned.</param>
/// <param name="counters">Counts what happens.</param>
internal sealed class TokenInjector(TokenSource source, MountedSecret<ClientCredentials> client, InjectionCounters counters) : IInjector
{
    private static readonly byte[] Authorization = "authorization"u8.ToArray();

    public ValueTask<FilterResult> InjectAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (source.TryGet() is { } token)
            return new(HeaderInjector.Inject(request, Authorization, token, counters));
        return WaitAsync(request, cancellationToken);
    }

    public void OnRefused(Credential sent) => source.Reject(sent);

    public void Dispose() => client.Dispose();

    private async ValueTask<FilterResult> WaitAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        var wait = await source.WaitAsync(cancellationToken);
        return wait.Credential is { } token ? HeaderInjector.Inject(request, Authorization, token, counters) : counters.Refuse(wait.Refusal);
    }
}
