using System.Globalization;
using System.Text;
using System.Text.Json;
using CredentialInjection.Injection;
using CredentialInjection.Secrets;

namespace CredentialInjection.OAuth;

/// <summary>Reads answers of token endpoints (RFC 6749 §5). They are hostile until proven otherwise, and full of secrets.</summary>
internal static class TokenResponse
{
    /// <summary>Largest answer in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    // RFC 6749 §5.2. Anything else an endpoint says may quote what it was sent, so it is not repeated.
    private static readonly string[] KnownErrors = ["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "invalid_target", "temporarily_unavailable", "server_error", "slow_down"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    /// <summary>Reads the answer of a granted request.</summary>
    public static TokenFetch ReadGrant(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? ReadGrant(document.RootElement) : TokenFetch.Bad("the answer is no JSON object");
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return TokenFetch.Bad("the answer is not JSON");
        }
    }

    /// <summary>The code of a refused request when it is one of the standard's.</summary>
    public static string ReadError(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            var said = document.RootElement.ValueKind == JsonValueKind.Object ? TextOf(document.RootElement, "error") : null;
            return Array.Find(KnownErrors, known => known == said) ?? "no known error code";
        }
        catch (Exception e) when (IsMalformed(e))
        {
            return "no known error code";
        }
    }

    /// <summary>Half a surrogate pair is found only when the text is read, as another exception.</summary>
    private static bool IsMalformed(Exception e) => e is JsonException or InvalidOperationException;

    private static TokenFetch ReadGrant(JsonElement answer)
    {
        if (TextOf(answer, "access_token") is not { Length: > 0 } token)
            return TokenFetch.Bad("the answer has no access_token");
        if (TextOf(answer, "token_type") is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return TokenFetch.Bad("the token is of another type than Bearer");
        var bytes = Encoding.UTF8.GetBytes(token);
        if (bytes.AsSpan().Contains((byte)' ') || SecretText.FlawOf(bytes) is not null)
            return TokenFetch.Bad($"the access_token cannot be sent: longer than {SecretText.MaxBytes} bytes, or with characters that no header carries");
        if (!TryReadLifetime(answer, out var lifetime))
            return TokenFetch.Bad("expires_in is no positive number of seconds");
        return TokenFetch.Good(new AccessToken { Credential = new Credential([.. "Bearer "u8, .. bytes], bytes), Lifetime = lifetime });
    }

    /// <summary>Some endpoints write the number as text.</summary>
    private static bool TryReadLifetime(JsonElement answer, out TimeSpan? lifetime)
    {
        lifetime = null;
        if (!answer.TryGetProperty("expires_in", out var value) || value.ValueKind == JsonValueKind.Null)
            return true;
        double seconds;
        if (value.ValueKind == JsonValueKind.Number)
            seconds = value.TryGetDouble(out var number) ? number : 0;
        else if (value.ValueKind != JsonValueKind.String || !double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds))
            return false;
        if (!(seconds > 0))
            return false;
        lifetime = TimeSpan.FromSeconds(Math.Min(seconds, AccessToken.MaxLifetime.TotalSeconds));
        return true;
    }

    private static string? TextOf(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
