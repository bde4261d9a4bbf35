using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.TestKit;

/// <summary>How a test server speaks TLS.</summary>
public sealed record TlsSettings
{
    /// <summary>The server's certificate, with its key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Issuer of the client certificates that are accepted; null = none is asked for.</summary>
    public TestAuthority? ClientAuthority { get; init; }

    /// <summary>The versions it speaks.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Protocols offered by ALPN, most wanted first.</summary>
    public IReadOnlyList<string> Alpn { get; init; } = [];
}
