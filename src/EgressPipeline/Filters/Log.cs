using Microsoft.Extensions.Logging;

namespace EgressPipeline.Filters;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "the filter '{Filter}' failed ({Fault}); its request was {Fate}. {Since} more since the last such line")]
    public static partial void Failed(ILogger logger, string filter, FilterFault fault, string fate, long since, Exception? failure);

    [LoggerMessage(2, LogLevel.Error, "the filter '{Filter}' failed too often in a row: it is not called for a while, and its requests are {Fate}")]
    public static partial void BreakerOpened(ILogger logger, string filter, string fate);

    [LoggerMessage(3, LogLevel.Warning, "the filter could not be disposed")]
    public static partial void DisposeFailed(ILogger logger, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "the filter '{Filter}' is loaded, but no FilterBinding names it: it does nothing")]
    public static partial void Unbound(ILogger logger, string filter);

    [LoggerMessage(5, LogLevel.Error, "the filter '{Filter}' has held its thread for {Milliseconds} ms and still does: other connections wait for it. A filter that blocks must declare FilterCapabilities.Blocks")]
    public static partial void Stalled(ILogger logger, string filter, long milliseconds);
}
