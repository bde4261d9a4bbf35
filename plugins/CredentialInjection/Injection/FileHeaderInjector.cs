using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>A header whose value comes from files: API keys, fixed tokens, Basic.</summary>
/// <param name="name">Name in lower case.</param>
/// <param name="secret">The value; owned.</param>
/// <param name="counters">Counts what happens.</param>
internal sealed class FileHeaderInjector(byte[] name, MountedSecret<Credential> secret, InjectionCounters counters) : IInjector
{
    public ValueTask<FilterResult> InjectAsync(EgressRequest request, CancellationToken cancellationToken) =>
        new(secret.Current is { } credential ? HeaderInjector.Inject(request, name, credential, counters) : counters.Refuse(Refusal.NoSecret));

    public void Dispose() => secret.Dispose();
}
