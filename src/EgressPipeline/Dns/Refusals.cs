using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>The answers without records, each with its reason for whoever understands it (RFC 8914).</summary>
/// <param name="refusal">How a refused name is answered.</param>
internal sealed class Refusals(DnsCode refusal)
{
    public DnsAnswer Unregistered { get; } = Of(refusal, ExtendedError.Blocked, "no ServiceEntry declares this name");

    public DnsAnswer Denied { get; } = Of(refusal, ExtendedError.Prohibited, "a policy denies every call to this service");

    public DnsAnswer Guarded { get; } = Of(refusal, ExtendedError.Filtered, "the addresses lie in guarded networks; a ServiceEntry may allow them by egresspipeline.dev/allowed-cidrs");

    /// <summary>NXDOMAIN whatever the setting: after anything else a resolver would not try the next search domain.</summary>
    public static DnsAnswer SearchExpansion { get; } = Of(DnsCode.NXDomain, ExtendedError.Blocked, "a declared name with a search domain appended");

    public static DnsAnswer Failed { get; } = Of(DnsCode.ServFail, ExtendedError.NoReachableAuthority, "no name server gave a usable answer");

    public static DnsAnswer Overload { get; } = Of(DnsCode.ServFail, ExtendedError.NotReady, "too many questions wait for name servers");

    public static DnsAnswer Suppressed { get; } = Of(DnsCode.NoError, ExtendedError.Filtered, "service bindings would lead around the proxy");

    /// <summary>What a stale answer says of itself.</summary>
    public static byte[] StaleOption { get; } = ExtendedError.Option(ExtendedError.StaleAnswer, "no name server answers");

    private static DnsAnswer Of(DnsCode code, int error, string text) => new() { Code = code, ErrorOption = ExtendedError.Option(error, text), IsAuthoritative = code == DnsCode.NoError };
}
