using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.TestKit;

/// <summary>A log that a test reads: every message as an operator would see it, exceptions included. Safe for concurrent use.</summary>
public sealed class CollectedLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Each message as <c>Level: text</c>, in their order.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>All messages, a line each.</summary>
    public string Text => string.Join('\n', _lines);

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)}{exception}");
    }
}
