using Microsoft.Extensions.Logging;

namespace EgressPipeline.Tls;

internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Information, "New credentials are in force: {Files}")]
    public static partial void CredentialsReplaced(ILogger logger, TlsFiles files);

    [LoggerMessage(2202, LogLevel.Error, "Changed credentials are not usable, the last good ones stay in force: {Problem}")]
    public static partial void CredentialsRefused(ILogger logger, string problem);
}
