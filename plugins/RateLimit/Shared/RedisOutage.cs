using Microsoft.Extensions.Logging;

namespace RateLimit.Shared;

/// <summary>
/// Remembers that the server does not answer, so that only one call in a while waits for it, and says once when an outage
/// begins and when it is over. Safe for concurrent use.
/// </summary>
internal sealed partial class RedisOutage(string endpoint, UnavailableMode mode, TimeProvider time, ILogger logger)
{
    /// <summary>After a failure nobody asks for so long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = logger;
    private long _askAgain; // timestamp; 0 = no outage

    public bool IsWaiting => Volatile.Read(ref _askAgain) is not 0 and var at && time.GetTimestamp() < at;

    public LimitOutcome Begin(string reason)
    {
        var at = time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency);
        if (Interlocked.Exchange(ref _askAgain, at) == 0)
            LogBegun(endpoint, reason, mode);
        return LimitOutcome.Unavailable;
    }

    public void End()
    {
        if (Volatile.Read(ref _askAgain) != 0 && Interlocked.Exchange(ref _askAgain, 0) != 0)
            LogOver(endpoint);
    }

    [LoggerMessage(2, LogLevel.Warning, "'{Endpoint}' does not answer ({Reason}); until it does, limits are '{Mode}'")]
    private partial void LogBegun(string endpoint, string reason, UnavailableMode mode);

    [LoggerMessage(3, LogLevel.Information, "'{Endpoint}' answers again; limits are shared")]
    private partial void LogOver(string endpoint);
}
