using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.TestKit;

/// <summary>What a finished TLS handshake settled, as this side saw it.</summary>
/// <param name="ServerName">SNI; empty when none was sent.</param>
/// <param name="Protocol">The TLS version.</param>
/// <param name="Alpn">The protocol agreed on by ALPN; empty when none.</param>
/// <param name="PeerCertificate">The other side's certificate, or null.</param>
public sealed record TlsFacts(string ServerName, SslProtocols Protocol, string Alpn, X509Certificate2? PeerCertificate);
