using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>
/// Originates TLS for one cluster: its plan with the credentials in force. Without usable credentials every handshake
/// fails; there is no way to plaintext from here. Safe for concurrent use.
/// </summary>
internal sealed class TlsOrigin(TlsPlan plan, TlsMaterialStore store)
{
    /// <summary>What is offered for exchanges on our own codec.</summary>
    public static readonly List<SslApplicationProtocol> Http11 = [SslApplicationProtocol.Http11];

    /// <summary>Nothing is offered: the bytes inside are the application's.</summary>
    public static readonly List<SslApplicationProtocol>? NoAlpn;

    private readonly TlsCredentials _credentials = store.Get(plan);
    private volatile PeerCertificate? _lastPeer;

    public TlsCredentials Credentials => _credentials;

    /// <summary>The certificate that a server showed last and that was accepted; null before.</summary>
    public PeerCertificate? LastPeer => _lastPeer;

    /// <summary>Secures a connected socket. A peer that is refused or misbehaves is a value; only the token throws.</summary>
    /// <param name="socket">Stays the caller's.</param>
    /// <param name="serverName">Sent as SNI and, without configured names, demanded of the certificate.</param>
    /// <param name="alpn">Protocols offered, in order.</param>
    /// <param name="cancellationToken">Bounds the handshake.</param>
    public async ValueTask<TlsResult> AuthenticateAsync(Socket socket, string serverName, List<SslApplicationProtocol>? alpn, CancellationToken cancellationToken)
    {
        if (_credentials.Current is not { } material)
            return TlsResult.Failed(_credentials.Problem);
        if (material.ClientCertificateExpires is { } end && end < store.Time.GetUtcNow())
            return TlsResult.Failed($"{plan.ClientCertificate} expired on {end.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z and was not replaced");
        var verification = new PeerVerification(plan, material, serverName, store.Time);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            await stream.AuthenticateAsClientAsync(Options(material, verification, serverName, alpn), cancellationToken);
            _lastPeer = new PeerCertificate(verification.PeerSubject, verification.PeerExpires);
            return TlsResult.Secured(new TlsChannel(stream, verification.PeerSubject, verification.PeerExpires));
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            await stream.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return TlsResult.Failed(verification.Problem.Length > 0 ? verification.Problem : Describe(error));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Options(TlsMaterial material, PeerVerification verification, string serverName, List<SslApplicationProtocol>? alpn) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = alpn,
        ClientCertificateContext = material.ClientContext,
        CertificateChainPolicy = material.ChainPolicy,
        RemoteCertificateValidationCallback = verification.Verify,
        AllowRenegotiation = false,
    };

    private static string Describe(Exception error) => error switch
    {
        IOException { InnerException: SocketException socket } => $"the server broke off the handshake ({socket.SocketErrorCode})",
        IOException => "the server closed the connection during the handshake",
        _ => $"the handshake failed: {(error.InnerException ?? error).Message}",
    };
}
