using System.Text;
using EgressPipeline;

namespace CredentialInjection.Options;

/// <summary>AWS Signature Version 4.</summary>
public sealed class AwsSignatureOptions
{
    /// <summary>The service's signing name.</summary>
    [Option("The service's signing name: s3, sqs, dynamodb, execute-api …", Min = 1, Max = 64)]
    public required string Service { get; init; }

    /// <summary>The region.</summary>
    [Option("The region, eu-central-1 for example.", Min = 1, Max = 64)]
    public required string Region { get; init; }

    /// <summary>The file that holds the access key id and nothing else.</summary>
    [Option("The file that holds the access key id and nothing else.", Min = 1)]
    public string? AccessKeyIdFile { get; init; }

    /// <summary>The file that holds the secret access key and nothing else.</summary>
    [Option("The file that holds the secret access key and nothing else.", Min = 1)]
    public string? SecretAccessKeyFile { get; init; }

    /// <summary>The file that holds the session token of temporary keys and nothing else.</summary>
    [Option("The file that holds the session token of temporary keys and nothing else.", Min = 1)]
    public string? SessionTokenFile { get; init; }

    /// <summary>A credentials file as AWS tools write it, in place of the three others.</summary>
    [Option("A credentials file as AWS tools write it, in place of the three others.", Min = 1)]
    public string? CredentialsFile { get; init; }

    /// <summary>The profile of the credentials file.</summary>
    [Option("The profile of the credentials file.", Min = 1, Max = 128)]
    public string Profile { get; init; } = "default";

    /// <summary>Whether the body is covered.</summary>
    [Option("Whether the body is covered: signed holds it up to maxBody and signs its hash, unsigned streams it (S3).")]
    public PayloadSigning Payload { get; init; }

    /// <summary>Most bytes of a body that are held to be signed; a larger one is refused with 413.</summary>
    [Option("Most bytes of a body that are held to be signed; a larger one is refused with 413.", Min = 1, Max = BodyAccess.MaxBound)]
    public int MaxBody { get; init; } = 1024 * 1024;

    /// <summary>Further headers that are signed when a request has them.</summary>
    [Option("Headers that are signed when a request has them, besides host, content-type, content-md5 and x-amz-*.", Max = 32)]
    public IReadOnlyList<string> SignedHeaders { get; init; } = [];

    internal void Validate(string at, OptionProblems problems)
    {
        OptionRules.CheckOneOf(("accessKeyIdFile and secretAccessKeyFile", AccessKeyIdFile), ("credentialsFile", CredentialsFile), at, problems);
        if (AccessKeyIdFile is null != SecretAccessKeyFile is null || (SessionTokenFile is not null && AccessKeyIdFile is null))
            problems.Add(at, "accessKeyIdFile and secretAccessKeyFile belong together, and sessionTokenFile to them");
        foreach (var (name, path) in new[] { ("accessKeyIdFile", AccessKeyIdFile), ("secretAccessKeyFile", SecretAccessKeyFile), ("sessionTokenFile", SessionTokenFile), ("credentialsFile", CredentialsFile) })
            OptionRules.CheckPath(path, $"{at}.{name}", problems);
        foreach (var (name, text) in new[] { ("service", Service), ("region", Region) })
            if (!text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                problems.Add($"{at}.{name}", "lower-case letters, digits and dashes only");
        foreach (var name in SignedHeaders)
            if (!HeaderRules.IsToken(Encoding.UTF8.GetBytes(name)) || HeaderRules.IsFraming(Encoding.UTF8.GetBytes(name.ToLowerInvariant())))
                problems.Add(at + ".signedHeaders", $"'{name}' is no header that stays as it is on its way");
    }
}
