using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EgressPipeline.TestKit;

/// <summary>Opens connections as an application would, byte by byte under the test's control.</summary>
public static class RawClient
{
    /// <summary>Opens a connection; nothing is sent.</summary>
    public static async Task<RawConnection> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(Deadline.Default);
        await socket.ConnectAsync(server, limit.Token);
        return new RawConnection(socket, new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Connects and asks an explicit proxy for a tunnel.</summary>
    /// <returns>The connection, and the proxy's answer; the tunnel is there when its status is 200.</returns>
    public static async Task<(RawConnection Connection, RawMessage Answer)> ConnectThroughAsync(IPEndPoint proxy, string authority)
    {
        var connection = await ConnectAsync(proxy);
        await connection.SendAsync($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
        return (connection, await connection.ReadResponseAsync("CONNECT"));
    }

    /// <summary>Starts TLS on a connection, trusting only the given authority.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The server's certificate is not good for the name.</exception>
    public static async Task<RawConnection> StartTlsAsync(RawConnection connection, string serverName, TestAuthority authority)
    {
        var tls = new SslStream(connection.Stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(authority.Certificate);
        using var limit = new CancellationTokenSource(Deadline.Default);
        await tls.AuthenticateAsClientAsync(options, limit.Token);
        var facts = new TlsFacts(serverName, tls.SslProtocol, tls.NegotiatedApplicationProtocol.ToString(), tls.RemoteCertificate as X509Certificate2);
        return connection.Over(tls, facts);
    }

    /// <summary>One request on a connection of its own, answered or not within the deadline.</summary>
    public static async Task<RawMessage> RequestAsync(IPEndPoint server, string request)
    {
        await using var connection = await ConnectAsync(server);
        await connection.SendAsync(request);
        return await connection.ReadResponseAsync(request[..request.IndexOf(' ', StringComparison.Ordinal)]);
    }

    /// <summary>A GET by absolute-form through an explicit proxy, on a connection of its own.</summary>
    /// <param name="proxy">The proxy listener.</param>
    /// <param name="url"><c>http://host[:port]/path</c>.</param>
    /// <param name="fields">Further field lines, each with its CRLF.</param>
    public static Task<RawMessage> GetThroughAsync(IPEndPoint proxy, string url, string fields = "") =>
        RequestAsync(proxy, $"GET {url} HTTP/1.1\r\nHost: {new Uri(url).Authority}\r\n{fields}Connection: close\r\n\r\n");
}
