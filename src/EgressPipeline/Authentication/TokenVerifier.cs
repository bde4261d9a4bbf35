using System.Buffers.Text;
using System.Text;
using EgressPipeline.Policy.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EgressPipeline.Authentication;

/// <summary>
/// Verifies tokens by one rule: form, issuer, audience and times, then the signature by the issuer's keys. Pure but for the clock,
/// safe for concurrent use.
/// </summary>
internal sealed class TokenVerifier(JwtRulePlan rule, TimeProvider time)
{
    /// <summary>A larger token is not looked at.</summary>
    public const int MaxBytes = 16 * 1024;

    /// <summary>By how much clocks may differ; Envoy's default.</summary>
    public const int ClockSkewSeconds = 60;

    /// <summary>Signatures by a key pair. No "none", and nothing symmetric: a public key must never serve as a shared secret.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = MaxBytes };

    /// <summary>Judges all of a token that needs no key, so that keys are only fetched for tokens that could be good.</summary>
    /// <returns>The token taken apart, or null with the problem.</returns>
    public ReadToken? Read(string token, out TokenProblem problem)
    {
        problem = TokenProblem.TooLarge;
        if (token.Length > MaxBytes)
            return null;
        problem = TokenProblem.Malformed;
        if (Parse(token) is not { } jwt || PayloadOf(jwt) is not { } payload)
            return null;
        problem = Judge(jwt, payload);
        return problem == TokenProblem.None ? new ReadToken(jwt, payload) : null;
    }

    /// <summary>Verifies the signature.</summary>
    /// <returns>The token, or null when no key of the set has signed it.</returns>
    public async ValueTask<VerifiedToken?> VerifyAsync(ReadToken token, KeySet keys)
    {
        var candidates = keys.For(token.Jwt.Kid).ToArray();
        if (candidates.Length == 0)
            return null;
        // Completes at once: nothing in the parameters makes it ask anybody.
        var result = await Handler.ValidateTokenAsync(token.Jwt, Parameters(candidates));
        return !result.IsValid ? null : new VerifiedToken
        {
            Claims = token.Payload.Claims,
            NotAfter = token.Payload.Expires is { } expires && expires < long.MaxValue / 2 ? (long)expires + ClockSkewSeconds : long.MaxValue,
            Keys = keys,
            Headers = [.. HeadersOf(token)],
        };
    }

    private TokenProblem Judge(JsonWebToken jwt, TokenPayload payload)
    {
        switch (rule.Judge(payload.Claims))
        {
            case JwtMismatch.Issuer: return TokenProblem.UnknownIssuer;
            case JwtMismatch.Audience: return TokenProblem.WrongAudience;
        }
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (payload.NotBefore is { } notBefore && notBefore > now + ClockSkewSeconds)
            return TokenProblem.NotYetValid;
        if (payload.Expires is { } expires && expires < now - ClockSkewSeconds)
            return TokenProblem.Expired;
        return Array.IndexOf(Algorithms, jwt.Alg) >= 0 ? TokenProblem.None : TokenProblem.BadAlgorithm;
    }

    private IEnumerable<(byte[] Name, byte[] Value)> HeadersOf(ReadToken token)
    {
        if (rule.PayloadHeader is { } header)
            yield return (Encoding.ASCII.GetBytes(header), Encoding.ASCII.GetBytes(token.Jwt.EncodedPayload));
        foreach (var claim in rule.ClaimHeaders)
            if (token.Payload.TextOf(claim.Claim) is { Length: > 0 } text)
                yield return (Encoding.ASCII.GetBytes(claim.Header), Encoding.UTF8.GetBytes(text));
    }

    private TokenPayload? PayloadOf(JsonWebToken jwt)
    {
        try
        {
            return TokenPayload.Read(Base64Url.DecodeFromChars(jwt.EncodedPayload), rule.SpaceDelimitedClaims);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>A signed token of three parts, whose head asks for nothing that is not understood; else null.</summary>
    private static JsonWebToken? Parse(string token)
    {
        try
        {
            var jwt = new JsonWebToken(token);
            return jwt.IsEncrypted || jwt.IsSigned == false || jwt.TryGetHeaderValue<object>("crit", out _) || jwt.TryGetHeaderValue<object>("b64", out _) ? null : jwt;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or System.Text.Json.JsonException or FormatException)
        {
            return null; // the library's ways to say that it is none
        }
    }

    private static TokenValidationParameters Parameters(SecurityKey[] keys) => new()
    {
        // All of these were judged already, in Envoy's way and by the sidecar's clock.
        ValidateIssuer = false,
        ValidateAudience = false,
        ValidateLifetime = false,
        RequireSignedTokens = true,
        ValidAlgorithms = Algorithms,
        IssuerSigningKeyResolver = (_, _, _, _) => keys,
        TryAllIssuerSigningKeys = false,
    };
}
