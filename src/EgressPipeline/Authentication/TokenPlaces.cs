using System.Text;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>Where one rule looks for tokens in a request. Immutable, safe for concurrent use; looking allocates nothing.</summary>
internal sealed class TokenPlaces
{
    private readonly (byte[] Name, byte[] Prefix)[] _headers;
    private readonly byte[][] _cookies;

    public TokenPlaces(JwtRulePlan rule)
    {
        _headers = Array.ConvertAll(rule.FromHeaders, header => (Encoding.ASCII.GetBytes(header.Name), Encoding.UTF8.GetBytes(header.Prefix)));
        Parameters = Array.ConvertAll(rule.FromParams, Encoding.UTF8.GetBytes);
        _cookies = Array.ConvertAll(rule.FromCookies, Encoding.UTF8.GetBytes);
    }

    public byte[][] Parameters { get; }

    public int Count => _headers.Length + Parameters.Length + _cookies.Length;

    /// <summary>The token at a place, 0 to <see cref="Count"/> - 1; false when there is none.</summary>
    public bool TryFind(HttpExchange exchange, int place, out ReadOnlySpan<byte> token)
    {
        if (place < _headers.Length)
            return TryFindInHeader(exchange.RequestHeaders, _headers[place].Name, _headers[place].Prefix, out token);
        place -= _headers.Length;
        if (place < Parameters.Length)
            return QueryString.TryGet(exchange.RequestHead.Query, Parameters[place], out token);
        token = default;
        return exchange.RequestHeaders.TryGet("cookie"u8, out var cookies) && CookieText.TryGet(cookies, _cookies[place - Parameters.Length], out token);
    }

    /// <summary>Takes the tokens out of headers and cookies: the service does not get them.</summary>
    public void RemoveFromHead(HttpExchange exchange)
    {
        foreach (var (name, _) in _headers)
            exchange.RequestHeaders.Remove(name);
        foreach (var name in _cookies)
            if (exchange.RequestHeaders.TryGet("cookie"u8, out var cookies) && CookieText.TryGet(cookies, name, out _))
                SetCookies(exchange, CookieText.Without(cookies, name));
    }

    private static void SetCookies(HttpExchange exchange, byte[] cookies)
    {
        exchange.RequestHeaders.Remove("cookie"u8);
        if (cookies.Length > 0)
            exchange.RequestHeaders.TrySet("cookie"u8, cookies);
    }

    // As Envoy does: the prefix may stand anywhere, and the token ends where its characters end.
    private static bool TryFindInHeader(HeaderCollection headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix, out ReadOnlySpan<byte> token)
    {
        if (!headers.TryGet(name, out token))
            return false;
        if (prefix.IsEmpty)
            return true;
        var start = token.IndexOf(prefix);
        if (start < 0)
            return false;
        token = token[(start + prefix.Length)..];
        var first = token.IndexOfAny(TokenBytes.All);
        if (first < 0)
            return true; // a prefix and no token behind it: that is a bad one
        token = token[first..];
        var end = token.IndexOfAnyExcept(TokenBytes.All);
        if (end >= 0)
            token = token[..end];
        return true;
    }
}
