using CredentialInjection.Bytes;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>A credential from a file, in a query parameter. Allocates nothing.</summary>
/// <param name="name">The parameter's name, not encoded.</param>
/// <param name="secret">The value; owned.</param>
/// <param name="counters">Counts what happens.</param>
internal sealed class QueryInjector(byte[] name, MountedSecret<Credential> secret, InjectionCounters counters) : IInjector
{
    public ValueTask<FilterResult> InjectAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        if (secret.Current is not { } credential)
            return new(counters.Refuse(Refusal.NoSecret));
        if (request.Path is not [(byte)'/', ..])
            return new(counters.Refuse(Refusal.NoRoom)); // OPTIONS * has no query
        var target = new PooledBuffer(request.Path.Length + request.Query.Length + name.Length + credential.Value.Length + 64);
        QueryRewriting.WriteTarget(request.Path, request.Query, (name, credential.Value), ref target);
        try
        {
            request.SetTarget(target.Written);
        }
        finally
        {
            target.Dispose();
        }
        request.State<InjectionState>().Sent = credential;
        counters.Injected.Increment();
        return new(FilterResult.Continue);
    }

    public void Dispose() => secret.Dispose();
}
