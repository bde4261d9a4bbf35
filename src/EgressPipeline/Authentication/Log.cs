using Microsoft.Extensions.Logging;

namespace EgressPipeline.Authentication;

internal static partial class Log
{
    [LoggerMessage(2701, LogLevel.Warning, "The keys at {Place} could not be fetched: {Problem}; not asked again for {Seconds:0.#} s")]
    public static partial void NoKeys(ILogger logger, string place, string problem, double seconds);
}
