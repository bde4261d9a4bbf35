using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>
/// Operational log: one line an event on standard error, so that standard output carries access records alone. The
/// framework's console logger costs more at start than the rest of the host together.
/// </summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _turn = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, ShortName(categoryName));

    public void Dispose()
    {
    }

    internal void Write(LogLevel level, string category, string message)
    {
        var line = $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Word(level)} {category}: {message}";
        lock (_turn)
            output.WriteLine(line);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private static string ShortName(string category) => category[(category.LastIndexOf('.') + 1)..];
}
