using Microsoft.Extensions.Logging;

namespace CredentialInjection.Secrets;

/// <summary>
/// A secret that files hold and that changes when they do. The files are looked at on a timer, never for a request. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// A change counts when two looks in a row find the same: files that are being written, are missing between delete and create, or
/// belong to two generations are not taken for the new secret, nor for a lost one. File events are not used: the symbolic
/// links that Kubernetes swaps raise none, and contents this small are read in microseconds.
/// </remarks>
internal sealed class MountedSecret<T> : IDisposable
    where T : class
{
    /// <summary>Time between two looks at a change.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<string> _paths;
    private readonly Func<byte[][], Derived<T>> _derive;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private FileContents _accepted;
    private FileContents? _pending;
    private T? _current;

    /// <summary>Reads the files for the first time; what it finds counts at once.</summary>
    /// <param name="paths">One or more files that belong together.</param>
    /// <param name="derive">Makes the secret of their contents.</param>
    /// <param name="watch">The clock, and the time between two looks.</param>
    /// <param name="logger">Is told paths and problems, never contents.</param>
    public MountedSecret(IReadOnlyList<string> paths, Func<byte[][], Derived<T>> derive, (TimeProvider Time, TimeSpan Interval) watch, ILogger logger)
    {
        (_paths, _derive, _interval, _logger) = (paths, derive, watch.Interval, logger);
        _accepted = FileContents.Read(paths);
        Take(_accepted, isFirst: true);
        _timer = watch.Time.CreateTimer(static self => ((MountedSecret<T>)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The secret, or null when it is missing or unreadable.</summary>
    public T? Current => Volatile.Read(ref _current);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var seen = FileContents.Read(_paths);
        var settled = seen.IsSameAs(_accepted);
        if (!settled && seen.IsSameAs(_pending))
        {
            _accepted = seen;
            Take(seen, isFirst: false);
            settled = true;
        }
        _pending = settled ? null : seen;
        _timer.Change(settled ? _interval : Settle, Timeout.InfiniteTimeSpan);
    }

    private void Take(FileContents contents, bool isFirst)
    {
        var derived = contents.Problem is { } unread ? Derived<T>.Bad(unread) : Derive(contents.Files);
        Volatile.Write(ref _current, derived.Value);
        if (derived.Problem is { } problem)
            SecretLog.Unusable(_logger, problem);
        else if (!isFirst)
            SecretLog.Changed(_logger, _paths[0]);
    }

    private Derived<T> Derive(byte[][] files)
    {
        Derived<T> derived;
        try
        {
            derived = _derive(files);
        }
        catch (Exception e)
        {
            derived = Derived<T>.Bad($"it cannot be used ({e.GetType().Name})"); // its message may quote the contents
        }
        return derived.Problem is { } problem ? Derived<T>.Bad($"'{string.Join("', '", _paths)}': {problem}") : derived;
    }
}
