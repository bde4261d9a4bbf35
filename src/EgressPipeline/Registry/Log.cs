using Microsoft.Extensions.Logging;

namespace EgressPipeline.Registry;

internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Warning, "Addresses of {Name} are used beyond their TTL: {Problem}")]
    public static partial void NameStale(ILogger logger, string name, string problem);

    [LoggerMessage(2102, LogLevel.Error, "Addresses of {Name} are too old to be used: {Problem}")]
    public static partial void NameLost(ILogger logger, string name, string problem);
}
