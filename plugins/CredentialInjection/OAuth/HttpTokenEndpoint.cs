using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CredentialInjection.OAuth;

/// <summary>
/// Calls a token endpoint over HTTP. The call is the filter's own: no proxy settings of the environment, so that it cannot come
/// back to the sidecar; no redirects, which would carry the client's secret elsewhere; bounded in time and size. Calls are rare,
/// so each has its own connection and sees the certificates of the moment. Safe for concurrent use.
/// </summary>
internal sealed class HttpTokenEndpoint(TokenRequest request, TimeSpan timeout, TimeProvider time) : ITokenEndpoint
{
    public async Task<TokenFetch> FetchAsync(ClientCredentials client, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var handler = CreateHandler(client, timeout);
            using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = TokenResponse.MaxBytes };
            using var message = request.ToMessage(client, time.GetUtcNow());
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            return await ReadAsync(answer, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TokenFetch.Bad($"no complete answer within {timeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException e)
        {
            return TokenFetch.Bad($"the call failed ({e.HttpRequestError})"); // its message is for developers and not ours to vouch for
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return TokenFetch.Bad($"the call failed ({e.GetType().Name})");
        }
    }

    private async Task<TokenFetch> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            if (answer.StatusCode == HttpStatusCode.OK)
                return TokenResponse.ReadGrant(body);
            var status = (int)answer.StatusCode;
            if (status is >= 300 and < 400)
                return TokenFetch.Bad($"status {status}: redirects are not followed, name the endpoint itself");
            return TokenFetch.Bad($"status {status}, {TokenResponse.ReadError(body)}", RetryAfter(answer));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private TimeSpan RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => TimeSpan.Zero,
    };

    private static SocketsHttpHandler CreateHandler(ClientCredentials client, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 16, // KiB
            ActivityHeadersPropagator = null, // the endpoint is no part of anybody's trace
        };
        if (client.TrustedRoots is { } roots)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(roots) };
        return handler;
    }

    private static X509ChainPolicy PolicyOf(string roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(roots);
        return policy;
    }
}
