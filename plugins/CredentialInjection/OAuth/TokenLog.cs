using Microsoft.Extensions.Logging;

namespace CredentialInjection.OAuth;

/// <summary>What operators are told about tokens: problems and times, never what was sent or answered.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(11, LogLevel.Information, "a token for {Seconds} s was fetched")]
    public static partial void Fetched(ILogger logger, double seconds);

    [LoggerMessage(12, LogLevel.Warning, "no token: {Problem}. The token endpoint is left alone for {Seconds} s")]
    public static partial void NotFetched(ILogger logger, string problem, double seconds);
}
