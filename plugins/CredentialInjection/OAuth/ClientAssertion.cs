using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CredentialInjection.OAuth;

/// <summary>Proves a client by a signed statement in place of a secret (RFC 7523 §2.2, <c>private_key_jwt</c>).</summary>
internal static class ClientAssertion
{
    /// <summary>Value of <c>client_assertion_type</c>.</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>How long a statement can be used; it is made anew for every call.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Makes a statement.</summary>
    /// <param name="client">With a signing key that <see cref="FlawOf"/> found good.</param>
    /// <param name="audience">For whom: the token endpoint, or what it wants to be called.</param>
    /// <param name="keyId">Names the key to the endpoint; null to leave it out.</param>
    /// <param name="now">The time.</param>
    public static string Make(ClientCredentials client, string audience, string? keyId, DateTimeOffset now)
    {
        using var key = Load(client.SigningKey!);
        SecurityKey securityKey = key is ECDsa ecdsa ? new ECDsaSecurityKey(ecdsa) : new RsaSecurityKey((RSA)key);
        securityKey.KeyId = keyId;
        // The factory would keep the signer, and with it the key, beyond this call.
        securityKey.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        var descriptor = new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object> { ["sub"] = client.ClientId, ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) },
            Issuer = client.ClientId,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(securityKey, AlgorithmOf(key)),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    /// <summary>Why a PEM text is no key to sign with, or null.</summary>
    public static string? FlawOf(string pem)
    {
        try
        {
            using var key = Load(pem);
            if (key is RSA { KeySize: < 2048 })
                return "an RSA key has at least 2048 bits";
            if (AlgorithmOf(key) is null)
                return "the curve must be P-256, P-384 or P-521";
            SignSomething(key); // throws for a public key, which is loaded like a private one
            return null;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return "it holds no unencrypted private key in PEM (RSA, or EC on P-256, P-384 or P-521)";
        }
    }

    private static AsymmetricAlgorithm Load(string pem)
    {
        AsymmetricAlgorithm key = RSA.Create();
        try
        {
            ((RSA)key).ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
        }
        key = ECDsa.Create();
        try
        {
            ((ECDsa)key).ImportFromPem(pem);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static void SignSomething(AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
            rsa.SignData("x"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        else
            ((ECDsa)key).SignData("x"u8, HashAlgorithmName.SHA256);
    }

    private static string? AlgorithmOf(AsymmetricAlgorithm key) => (key, key.KeySize) switch
    {
        (RSA, _) => SecurityAlgorithms.RsaSha256,
        (_, 256) => SecurityAlgorithms.EcdsaSha256,
        (_, 384) => SecurityAlgorithms.EcdsaSha384,
        (_, 521) => SecurityAlgorithms.EcdsaSha512,
        _ => null,
    };
}
