namespace EgressPipeline.Http;

/// <summary>What a client says in the clear about the TLS connection it wants.</summary>
/// <param name="Sni">
/// The server name in lower case without a trailing dot; empty when there is none or when it is an IP literal, which
/// RFC 6066 §3 does not permit and which therefore names no service.
/// </param>
/// <param name="HasEch">
/// Whether the encrypted_client_hello extension is present: the true name may be another one. Browsers also send it
/// with random content (GREASE), so that presence alone proves nothing.
/// </param>
/// <param name="Alpn">Protocols offered, in order.</param>
public sealed record ClientHello(string Sni, bool HasEch, string[] Alpn)
{
    /// <summary>No name, no protocols.</summary>
    public static ClientHello Empty { get; } = new("", false, []);
}
