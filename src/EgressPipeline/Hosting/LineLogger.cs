using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>One category of the operational log.</summary>
internal sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var message = formatter(state, exception);
        // An exception here is a bug of ours: its trace is what a report needs, in the same line for log collectors.
        provider.Write(logLevel, category, exception is null ? message : message + " | " + exception.ToString().ReplaceLineEndings(" | "));
    }
}
