using Microsoft.Extensions.Logging;

namespace EgressPipeline.Http1;

internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "the filter '{Filter}' failed; its request was refused")]
    public static partial void FilterFailed(ILogger logger, string filter, Exception failure);
}
