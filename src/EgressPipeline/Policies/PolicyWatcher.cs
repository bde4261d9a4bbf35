using Microsoft.Extensions.Logging;

namespace EgressPipeline.Policies;

/// <summary>
/// Notices that policy files changed and asks for a reload. File events make it quick; a look at the contents every few
/// seconds makes it certain, since the symbolic links that Kubernetes swaps, network file systems and exhausted inotify
/// limits raise none.
/// </summary>
internal sealed partial class PolicyWatcher : IAsyncDisposable
{
    /// <summary>How often contents are compared.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    /// <summary>Wait after an event, so that an editor's or kubelet's burst of writes is read once.</summary>
    public static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _changed = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<FileSystemWatcher> _watchers = [];
    private readonly PolicyReloader _reloader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _poll;
    private readonly Task _loop;

    public PolicyWatcher(PolicyReloader reloader, TimeProvider time, ILogger<PolicyWatcher> logger)
    {
        (_reloader, _time, _logger) = (reloader, time, logger);
        foreach (var path in reloader.Paths)
            Watch(path);
        _poll = time.CreateTimer(static self => ((PolicyWatcher)self!).Signal(), this, PollInterval, PollInterval);
        _loop = ReloadOnChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _poll.DisposeAsync();
        foreach (var watcher in _watchers)
            watcher.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private void Signal()
    {
        // One is enough for any number of events; two at the same moment may count twice, which costs one more look.
        if (_changed.CurrentCount == 0)
            _changed.Release();
    }

    private void Watch(string path)
    {
        try
        {
            var isFolder = Directory.Exists(path);
            var full = Path.GetFullPath(path);
            var watcher = isFolder
                ? new FileSystemWatcher(full) { IncludeSubdirectories = true }
                : new FileSystemWatcher(Path.GetDirectoryName(full)!, Path.GetFileName(full));
            _watchers.Add(watcher);
            watcher.Changed += (_, _) => Signal();
            watcher.Created += (_, _) => Signal();
            watcher.Deleted += (_, _) => Signal();
            watcher.Renamed += (_, _) => Signal();
            watcher.Error += (_, _) => Signal();
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogNotWatched(path, PollInterval.TotalSeconds, e.Message);
        }
    }

    private async Task ReloadOnChangesAsync()
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_stop.Token);
                await Task.Delay(Debounce, _time, _stop.Token);
                await _changed.WaitAsync(TimeSpan.Zero, CancellationToken.None); // what came during the wait is read now
                await _reloader.ReloadAsync(force: false, _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogDied(e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "'{Path}' raises no file events ({Reason}); it is looked at every {Seconds} s")]
    private partial void LogNotWatched(string path, double seconds, string reason);

    [LoggerMessage(2, LogLevel.Critical, "policies are no longer watched, the plan in force stays")]
    private partial void LogDied(Exception exception);
}
