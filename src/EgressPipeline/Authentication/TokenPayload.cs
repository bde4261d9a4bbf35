using System.Text.Json;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>The payload of a token: its claims, and its times.</summary>
internal sealed class TokenPayload
{
    private const int MaxDepth = 32;

    /// <summary>Claims whose text is a list of words in every token, as in Istio.</summary>
    private static readonly string[] SpaceDelimited = ["scope", "permission"];

    private readonly JsonElement _root;

    private TokenPayload(JsonElement root, RequestClaims claims) => (_root, Claims) = (root, claims);

    public RequestClaims Claims { get; }

    /// <summary>Seconds since 1970, or null when the token does not expire.</summary>
    public double? Expires { get; private init; }

    /// <summary>Seconds since 1970, or null when the token is valid from the beginning.</summary>
    public double? NotBefore { get; private init; }

    /// <summary>Reads a payload; null when it is none, or a time in it is no number.</summary>
    public static TokenPayload? Read(byte[] json, string[] spaceDelimited)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            var root = document.RootElement.Clone();
            if (root.ValueKind != JsonValueKind.Object || !TryGetTime(root, "exp", out var expires) || !TryGetTime(root, "nbf", out var notBefore))
                return null;
            return new TokenPayload(root, new RequestClaims(Members(root, [.. SpaceDelimited, .. spaceDelimited]))) { Expires = expires, NotBefore = notBefore };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A claim as a header has it; null when it is missing, or is no text, number or boolean. Dots lead into objects.</summary>
    public string? TextOf(string claim)
    {
        var value = _root;
        if (!value.TryGetProperty(claim, out var whole))
        {
            foreach (var name in claim.Split('.'))
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return null;
        }
        else
        {
            value = whole;
        }
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    private static bool TryGetTime(JsonElement root, string name, out double? time)
    {
        time = null;
        if (!root.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !double.IsFinite(seconds))
            return false;
        time = seconds;
        return true;
    }

    private static ClaimValue Members(JsonElement element, string[] spaceDelimited)
    {
        var members = new Dictionary<string, ClaimValue>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
            members[member.Name] = member.Value.ValueKind == JsonValueKind.String && spaceDelimited.Contains(member.Name)
                ? ClaimValue.List(member.Value.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                : Value(member.Value);
        return ClaimValue.Object(members);
    }

    private static ClaimValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ClaimValue.Text(value.GetString()!),
        JsonValueKind.Array => ClaimValue.List(value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)),
        JsonValueKind.Object => Members(value, []),
        _ => ClaimValue.Nothing,
    };
}
