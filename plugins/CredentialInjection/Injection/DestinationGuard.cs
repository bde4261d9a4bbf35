using System.Text;
using EgressPipeline;
using Microsoft.Extensions.Logging;

namespace CredentialInjection.Injection;

/// <summary>Judges whether a credential may go where a request goes. Safe for concurrent use; allocates nothing.</summary>
internal sealed class DestinationGuard(CredentialInjectionOptions options, string binding, ILogger logger)
{
    private int _warned;

    public Refusal Judge(EgressRequest request)
    {
        // outbound|443|subset|host
        var service = request.Cluster.AsSpan(request.Cluster.LastIndexOf('|') + 1);
        if (!IsCalled(service, request.Host) && !IsTrusted(service))
            return Refusal.OtherService;
        if (request.IsUpstreamSecure)
            return Refusal.None;
        if (!options.AllowPlaintext)
            return Refusal.Plaintext;
        if (Interlocked.Exchange(ref _warned, 1) == 0)
            InjectionLog.SentInPlaintext(logger, binding);
        return Refusal.None;
    }

    /// <summary>True for the service that the application called, so that the binding meant it; services may have wildcard names.</summary>
    private static bool IsCalled(ReadOnlySpan<char> service, ReadOnlySpan<byte> host)
    {
        if (service.Length > 1 && service[0] == '*')
            return host.Length >= service.Length && Ascii.EqualsIgnoreCase(host[^(service.Length - 1)..], service[1..]);
        return service.Length > 0 && Ascii.EqualsIgnoreCase(host, service);
    }

    private bool IsTrusted(ReadOnlySpan<char> service)
    {
        foreach (var one in options.TrustedServices)
            if (service.Equals(one, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
