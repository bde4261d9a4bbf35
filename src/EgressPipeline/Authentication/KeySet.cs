using System.Diagnostics.CodeAnalysis;
using Microsoft.IdentityModel.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>The public keys of one issuer, RSA and EC for signatures alone. Immutable, safe for concurrent use.</summary>
internal sealed class KeySet
{
    private readonly JsonWebKey[] _keys;

    private KeySet(string text, JsonWebKey[] keys) => (Text, _keys) = (text, keys);

    /// <summary>As it was read; equal texts are equal keys.</summary>
    public string Text { get; }

    /// <summary>Reads a JSON Web Key Set; false when it holds no usable key.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeySet? keys)
    {
        keys = null;
        try
        {
            var usable = new JsonWebKeySet(text).Keys.Where(IsUsable).ToArray();
            if (usable.Length > 0)
                keys = new KeySet(text, usable);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or System.Text.Json.JsonException)
        {
            return false; // the library's way to say that the text is none
        }
        return keys is not null;
    }

    /// <summary>The keys that may have signed a token: those of its key id, else those without one; of a token without key id all.</summary>
    public IEnumerable<SecurityKey> For(string? keyId) =>
        string.IsNullOrEmpty(keyId) ? _keys : _keys.Where(key => string.IsNullOrEmpty(key.Kid) || key.Kid == keyId);

    /// <summary>True when a key names itself so, or does not name itself.</summary>
    public bool MayHave(string? keyId) => For(keyId).Any();

    private static bool IsUsable(JsonWebKey key) => key.Use is null or "" or "sig" && string.IsNullOrEmpty(key.D) && key.Kty switch
    {
        JsonWebAlgorithmsKeyTypes.RSA => !string.IsNullOrEmpty(key.N) && !string.IsNullOrEmpty(key.E),
        JsonWebAlgorithmsKeyTypes.EllipticCurve => !string.IsNullOrEmpty(key.X) && !string.IsNullOrEmpty(key.Y),
        _ => false,
    };
}
