using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>Writes a credential into a header. Allocates nothing.</summary>
internal static class HeaderInjector
{
    /// <param name="request">The request.</param>
    /// <param name="name">Name in lower case.</param>
    /// <param name="credential">What to write.</param>
    /// <param name="counters">Counts it.</param>
    public static FilterResult Inject(EgressRequest request, byte[] name, Credential credential, InjectionCounters counters)
    {
        var headers = request.Headers;
        FieldNames.RemoveAlike(headers, name);
        if (!headers.TrySet(name, credential.Value))
            return counters.Refuse(Refusal.NoRoom);
        request.State<InjectionState>().Sent = credential;
        counters.Injected.Increment();
        return FilterResult.Continue;
    }
}
