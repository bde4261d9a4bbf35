using Microsoft.Extensions.Logging;

namespace EgressPipeline.Http2;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Error, "a request on an HTTP/2 stream was ended by a bug; report it with this trace")]
    public static partial void StreamFailed(ILogger logger, Exception failure);
}
