using System.Net;
using System.Text;
using System.Text.Json;

namespace EgressPipeline.Authentication;

/// <summary>
/// Fetches key sets over HTTP. The call is the sidecar's own: no proxy settings of the environment, so that it cannot come back to
/// the sidecar; no redirects; bounded in time and size. Calls are rare, so each has its own connection. Safe for concurrent use.
/// </summary>
internal static class KeyFetcher
{
    /// <summary>A larger key set or configuration is not read.</summary>
    public const int MaxBytes = 256 * 1024;

    private const string Configuration = "/.well-known/openid-configuration";

    /// <summary>Fetches the keys of a place. Never throws but for cancellation by <paramref name="cancellationToken"/>.</summary>
    public static async Task<KeyFetch> FetchAsync(KeyPlace place, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(place.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var handler = CreateHandler(place.Timeout);
            using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxBytes };
            return await FetchAsync(http, place, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return KeyFetch.Bad($"no complete answer within {place.Timeout.TotalSeconds:0.###} s");
        }
        catch (HttpRequestException e)
        {
            return KeyFetch.Bad($"the call failed ({e.HttpRequestError})");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return KeyFetch.Bad($"the call failed ({e.GetType().Name})");
        }
    }

    private static async Task<KeyFetch> FetchAsync(HttpClient http, KeyPlace place, CancellationToken cancellationToken)
    {
        var uri = place.IsIssuer ? null : AsUri(place.Uri);
        if (place.IsIssuer)
        {
            if (AsUri(place.Uri) is null)
                return KeyFetch.Bad("the issuer is no URL, and the rule names no keys");
            var (configuration, problem) = await GetAsync(http, new Uri(place.Uri.TrimEnd('/') + Configuration), cancellationToken);
            if (configuration is null)
                return KeyFetch.Bad("its OpenID configuration: " + problem);
            uri = KeysOf(configuration, place.Uri);
        }
        if (uri is null)
            return KeyFetch.Bad("no http or https URL leads to the keys");
        var (text, failure) = await GetAsync(http, uri, cancellationToken);
        if (text is null)
            return KeyFetch.Bad(failure!);
        return KeySet.TryParse(text, out var keys) ? new KeyFetch(keys, null) : KeyFetch.Bad("the answer is no key set with a usable key");
    }

    private static async Task<(string? Text, string? Problem)> GetAsync(HttpClient http, Uri uri, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
            return (null, $"status {(int)answer.StatusCode}" + ((int)answer.StatusCode is >= 300 and < 400 ? ": redirects are not followed, name the place itself" : ""));
        return (Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(cancellationToken)), null);
    }

    /// <summary>The key set that an OpenID configuration names, or null; one that is fetched in the clear must not follow from one that is not.</summary>
    private static Uri? KeysOf(string configuration, string issuer)
    {
        using var document = JsonDocument.Parse(configuration);
        var named = document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("jwks_uri", out var uri) && uri.ValueKind == JsonValueKind.String ? AsUri(uri.GetString()!) : null;
        return named?.Scheme == Uri.UriSchemeHttp && issuer.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? null : named;
    }

    private static Uri? AsUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    private static SocketsHttpHandler CreateHandler(TimeSpan timeout) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = timeout,
        MaxResponseHeadersLength = 16, // KiB
        ActivityHeadersPropagator = null, // the issuer is no part of anybody's trace
    };
}
