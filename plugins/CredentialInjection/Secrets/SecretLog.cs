using Microsoft.Extensions.Logging;

namespace CredentialInjection.Secrets;

/// <summary>What operators are told about secret files: paths and problems, never contents.</summary>
internal static partial class SecretLog
{
    [LoggerMessage(1, LogLevel.Error, "no credential: {Problem}. Calls that need it are refused until the file is good")]
    public static partial void Unusable(ILogger logger, string problem);

    [LoggerMessage(2, LogLevel.Information, "the secret in '{Path}' changed and is in use")]
    public static partial void Changed(ILogger logger, string path);
}
