using CredentialInjection.Options;
using EgressPipeline;

namespace CredentialInjection;

/// <summary>Options of <see cref="CredentialInjectionFilter"/>: exactly one kind of credential, and where it may go.</summary>
public sealed class CredentialInjectionOptions : IValidatedOptions
{
    /// <summary>An API key or a fixed token, in a header or a query parameter.</summary>
    [Option("An API key or a fixed token, in a header or a query parameter.")]
    public ApiKeyOptions? ApiKey { get; init; }

    /// <summary>User name and password as HTTP Basic.</summary>
    [Option("User name and password as HTTP Basic.")]
    public BasicOptions? Basic { get; init; }

    /// <summary>A bearer token that an OAuth2 token endpoint grants to a client.</summary>
    [Option("A bearer token that an OAuth2 token endpoint grants to a client.")]
    public ClientCredentialsOptions? ClientCredentials { get; init; }

    /// <summary>AWS Signature Version 4.</summary>
    [Option("AWS Signature Version 4.")]
    public AwsSignatureOptions? AwsSignature { get; init; }

    /// <summary>Sends the credential over connections that are not verified TLS as well.</summary>
    [Option("Sends the credential over connections that are not verified TLS as well: everybody on the way can read it.")]
    public bool AllowPlaintext { get; init; }

    /// <summary>Hosts of other services, as their ServiceEntries spell them, to which routes may lead calls with the credential.</summary>
    [Option("Hosts of other services, as their ServiceEntries spell them, to which routes may lead calls with the credential.", Max = 64)]
    public IReadOnlyList<string> TrustedServices { get; init; } = [];

    /// <summary>Time between two looks at the secret files.</summary>
    [Option("Time between two looks at the secret files.", MinDuration = "100ms", MaxDuration = "1h")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Validate(OptionProblems problems)
    {
        object?[] kinds = [ApiKey, Basic, ClientCredentials, AwsSignature];
        if (kinds.Count(kind => kind is not null) != 1)
            problems.Add("", "exactly one of apiKey, basic, clientCredentials and awsSignature is needed; write one binding for each credential");
        ApiKey?.Validate("apiKey", problems);
        Basic?.Validate("basic", problems);
        ClientCredentials?.Validate("clientCredentials", problems);
        AwsSignature?.Validate("awsSignature", problems);
    }
}
