using Microsoft.Extensions.Logging;

namespace EgressPipeline.TestKit.Tests.Filters;

internal static partial class SlowLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "waiting")]
    public static partial void LogWaiting(this ILogger logger);
}
