using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EgressPipeline.TestSupport;

/// <summary>An issuer of tokens with one key pair, by the framework's own cryptography: a second opinion on the library that verifies.</summary>
public sealed class TestIssuer : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;
    private readonly string _curve = "";

    private TestIssuer(string keyId, RSA? rsa, ECDsa? ec, string curve) => (KeyId, _rsa, _ec, _curve) = (keyId, rsa, ec, curve);

    public string KeyId { get; }

    public static TestIssuer Rsa(string keyId) => new(keyId, RSA.Create(2048), null, "");

    /// <param name="keyId">Of the key.</param>
    /// <param name="curve">P-256, P-384 or P-521.</param>
    public static TestIssuer Ec(string keyId, string curve = "P-256") => new(keyId, null, ECDsa.Create(ECCurve.CreateFromFriendlyName(curve.Replace("P-", "nistP", StringComparison.Ordinal))), curve);

    /// <summary>The public key as a JSON Web Key.</summary>
    public string PublicKey
    {
        get
        {
            if (_rsa is not null)
            {
                var rsa = _rsa.ExportParameters(false);
                return $$"""{"kty":"RSA","use":"sig","kid":"{{KeyId}}","n":"{{Base64Url.EncodeToString(rsa.Modulus)}}","e":"{{Base64Url.EncodeToString(rsa.Exponent)}}"}""";
            }
            var ec = _ec!.ExportParameters(false);
            return $$"""{"kty":"EC","use":"sig","kid":"{{KeyId}}","crv":"{{_curve}}","x":"{{Base64Url.EncodeToString(ec.Q.X)}}","y":"{{Base64Url.EncodeToString(ec.Q.Y)}}"}""";
        }
    }

    /// <summary>A key set of some issuers' public keys.</summary>
    public static string KeySet(params TestIssuer[] issuers) => "{\"keys\":[" + string.Join(",", issuers.Select(issuer => issuer.PublicKey)) + "]}";

    /// <summary>A token for an issuer and subject that is good for an hour.</summary>
    /// <param name="issuer"><c>iss</c>.</param>
    /// <param name="subject"><c>sub</c>.</param>
    /// <param name="more">Further members of the payload as JSON text, beginning with a comma; may be empty.</param>
    public string Token(string issuer, string subject, string more = "") =>
        Sign($$"""{"iss":"{{issuer}}","sub":"{{subject}}","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}}{{more}}}""");

    /// <summary>Signs a payload.</summary>
    /// <param name="payload">JSON.</param>
    /// <param name="algorithm">Null = RS256, or the ES algorithm of the curve.</param>
    /// <param name="header">Members of the header besides alg, as JSON text beginning with a comma; null = the key's id.</param>
    public string Sign(string payload, string? algorithm = null, string? header = null)
    {
        algorithm ??= _rsa is not null ? "RS256" : _curve switch { "P-256" => "ES256", "P-384" => "ES384", _ => "ES512" };
        var signed = Part($$"""{"alg":"{{algorithm}}"{{header ?? ",\"kid\":\"" + KeyId + "\""}}}""") + "." + Part(payload);
        return signed + "." + Base64Url.EncodeToString(Signature(algorithm, Encoding.ASCII.GetBytes(signed)));
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    private byte[] Signature(string algorithm, byte[] signed)
    {
        var hash = algorithm[^3..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, "512" => HashAlgorithmName.SHA512, _ => default };
        return algorithm[..2] switch
        {
            "RS" => _rsa!.SignData(signed, hash, RSASignaturePadding.Pkcs1),
            "PS" => _rsa!.SignData(signed, hash, RSASignaturePadding.Pss),
            "ES" => _ec!.SignData(signed, hash),
            // The attack that takes a public key for a shared secret.
            "HS" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(PublicKey), signed),
            _ => [],
        };
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
