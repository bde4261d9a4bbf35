using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace ExternalAuthorization.Authorizers;

/// <summary>
/// Makes connections to an authorizer. They are the filter's own: no proxy settings of the environment, so that a question cannot come back to
/// the sidecar; one connection carries many questions, and there are more when the server bounds them.
/// </summary>
internal static class AuthorizerChannel
{
    private const int MaxAnswerBytes = 1024 * 1024;
    private const int UserTimeout = 18; // TCP_USER_TIMEOUT of tcp(7): a peer that vanished is noticed without waiting for the kernel's many minutes
    private const int UserTimeoutMilliseconds = 5000;

    public static GrpcChannel Create(ExternalAuthorizationOptions options) => GrpcChannel.ForAddress(options.Server, new GrpcChannelOptions
    {
        HttpHandler = CreateHandler(options),
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MaxAnswerBytes,
        ThrowOperationCanceledOnCancellation = true,
    });

    private static SocketsHttpHandler CreateHandler(ExternalAuthorizationOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // certificates and addresses change
            MaxResponseHeadersLength = 16, // KiB
            ActivityHeadersPropagator = null, // a question is no part of the application's trace
            ConnectCallback = ConnectAsync,
        };
        if (options.CaFile is not null)
            handler.SslOptions.CertificateChainPolicy = PolicyOf(File.ReadAllText(options.CaFile));
        if (options is { CertificateFile: { } certificate, KeyFile: { } key })
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => Load(certificate, key);
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux())
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, UserTimeout, BitConverter.GetBytes(UserTimeoutMilliseconds));
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509Certificate2 Load(string certificate, string key)
    {
        using var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        // Through PKCS#12: a key that lives in memory only is not taken on every platform.
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    private static X509ChainPolicy PolicyOf(string roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(roots);
        return policy;
    }
}
