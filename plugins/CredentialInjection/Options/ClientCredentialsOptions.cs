using CredentialInjection.OAuth;
using EgressPipeline;

namespace CredentialInjection.Options;

/// <summary>OAuth2 client credentials (RFC 6749 §4.4).</summary>
public sealed class ClientCredentialsOptions
{
    private static readonly string[] OwnFields = ["grant_type", "scope", "client_id", "client_secret", "client_assertion", "client_assertion_type"];

    /// <summary>Where tokens are granted: https.</summary>
    [Option("Where tokens are granted, an https address. The sidecar calls it itself, past its own policies.", Min = 1, Max = 2048)]
    public required string TokenEndpoint { get; init; }

    /// <summary>The client's id.</summary>
    [Option("The client's id.", Min = 1, Max = 1024)]
    public string? ClientId { get; init; }

    /// <summary>The file that holds the client's id and nothing else.</summary>
    [Option("The file that holds the client's id and nothing else.", Min = 1)]
    public string? ClientIdFile { get; init; }

    /// <summary>How the client proves itself.</summary>
    [Option("How the client proves itself.")]
    public ClientAuthentication Authentication { get; init; }

    /// <summary>The file that holds the client's secret, for basic and post.</summary>
    [Option("The file that holds the client's secret, for basic and post.", Min = 1)]
    public string? ClientSecretFile { get; init; }

    /// <summary>The file with the client's private key, for privateKeyJwt.</summary>
    [Option("The file with the client's private key as PEM (RSA from 2048 bits, or EC), for privateKeyJwt.", Min = 1)]
    public string? SigningKeyFile { get; init; }

    /// <summary>Names the signing key to the endpoint.</summary>
    [Option("Names the signing key to the endpoint ('kid').", Min = 1, Max = 256)]
    public string? KeyId { get; init; }

    /// <summary>What the endpoint wants to be called in signed statements.</summary>
    [Option("What the endpoint wants to be called in signed statements ('aud'); its address when left out.", Min = 1, Max = 2048)]
    public string? AssertionAudience { get; init; }

    /// <summary>The scopes asked for.</summary>
    [Option("The scopes asked for.", Max = 64)]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Further form fields.</summary>
    [Option("Further form fields, 'audience' or 'resource' for example.", Max = 32)]
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>A PEM file with the roots that the endpoint's certificate must lead to.</summary>
    [Option("A PEM file with the roots that the endpoint's certificate must lead to; the system's when left out.", Min = 1)]
    public string? CaFile { get; init; }

    /// <summary>How long before its end a token is replaced.</summary>
    [Option("How long before its end a token is replaced; at most a quarter of its lifetime.", MinDuration = "1s", MaxDuration = "1h")]
    public TimeSpan RefreshAhead { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lifetime of a token whose endpoint does not say.</summary>
    [Option("Lifetime of a token whose endpoint does not say.", MinDuration = "5s", MaxDuration = "24h")]
    public TimeSpan AssumedLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time for one call of the endpoint, and for a request to wait for a token.</summary>
    [Option("Longest time for one call of the endpoint, and for a request to wait for a token.", MinDuration = "100ms", MaxDuration = "9s")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most requests that wait for a token at once.</summary>
    [Option("Most requests that wait for a token at once.", Min = 1, Max = 100_000)]
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>Lets the endpoint be an http address.</summary>
    [Option("Lets the endpoint be an http address: everybody on the way can read the client's secret and the tokens.")]
    public bool AllowPlaintext { get; init; }

    internal void Validate(string at, OptionProblems problems)
    {
        ValidateEndpoint(at + ".tokenEndpoint", problems);
        OptionRules.CheckOneOf(("clientId", ClientId), ("clientIdFile", ClientIdFile), at, problems);
        var bySignature = Authentication == ClientAuthentication.PrivateKeyJwt;
        if (bySignature && (SigningKeyFile is null || ClientSecretFile is not null))
            problems.Add(at, "privateKeyJwt needs signingKeyFile, and no clientSecretFile");
        if (!bySignature && (ClientSecretFile is null || SigningKeyFile is not null))
            problems.Add(at, "basic and post need clientSecretFile, and no signingKeyFile");
        foreach (var (name, path) in new[] { ("clientIdFile", ClientIdFile), ("clientSecretFile", ClientSecretFile), ("signingKeyFile", SigningKeyFile), ("caFile", CaFile) })
            OptionRules.CheckPath(path, $"{at}.{name}", problems);
        foreach (var name in Parameters.Keys)
            if (OwnFields.Contains(name))
                problems.Add($"{at}.parameters.{name}", "this field has an option of its own, or is the filter's");
        foreach (var scope in Scopes)
            if (scope.Length == 0 || scope.AsSpan().ContainsAnyExceptInRange('!', '~'))
                problems.Add(at + ".scopes", "a scope is printable ASCII without spaces; write one list item for each");
    }

    private void ValidateEndpoint(string at, OptionProblems problems)
    {
        if (!Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            problems.Add(at, "this is no https address");
        else if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            problems.Add(at, "the address must have no user and no fragment");
        else if (uri.Scheme == Uri.UriSchemeHttp && !AllowPlaintext)
            problems.Add(at, "use https, or acknowledge with allowPlaintext that everybody on the way can read the client's secret");
    }
}
