using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tokens;

/// <summary>What the verified token of a request says. Immutable, safe for concurrent use.</summary>
public sealed class RequestClaims
{
    /// <summary>Of a request without a token: it has no principal, and no condition on claims matches.</summary>
    public static readonly RequestClaims None = new(ClaimValue.Nothing);

    private readonly ClaimValue _payload;

    /// <param name="payload">The token's payload: an object.</param>
    public RequestClaims(ClaimValue payload)
    {
        _payload = payload;
        Issuer = TextOf("iss");
        Subject = TextOf("sub");
    }

    /// <summary>The issuer in UTF-8, or null when the token names none.</summary>
    public byte[]? Issuer { get; }

    /// <summary>The subject in UTF-8, or null when the token names none.</summary>
    public byte[]? Subject { get; }

    /// <summary><c>issuer/subject</c>; empty when one of them is missing or empty.</summary>
    public string Principal => Issuer is { Length: > 0 } issuer && Subject is { Length: > 0 } subject ? AsciiText.Text(issuer) + "/" + AsciiText.Text(subject) : "";

    /// <summary>The claim at the end of a path of names, or null.</summary>
    public ClaimValue? Find(string[] path)
    {
        ClaimValue? value = _payload;
        foreach (var name in path)
        {
            value = value.Find(name);
            if (value is null)
                return null;
        }
        return value;
    }

    private byte[]? TextOf(string name) => _payload.Find(name) is { IsList: false, Texts.Length: 1 } value ? value.Texts[0] : null;
}
