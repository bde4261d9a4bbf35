using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>One way to put a credential into a request. Safe for concurrent use.</summary>
internal interface IInjector : IDisposable
{
    /// <summary>Replaces what the application sent by the credential, or refuses the request.</summary>
    ValueTask<FilterResult> InjectAsync(EgressRequest request, CancellationToken cancellationToken);

    /// <summary>The whole body, for which <see cref="InjectAsync"/> asked.</summary>
    FilterResult OnBody(EgressBody body) => FilterResult.Continue;

    /// <summary>The service answered 401 to a credential.</summary>
    void OnRefused(Credential sent)
    {
    }
}
