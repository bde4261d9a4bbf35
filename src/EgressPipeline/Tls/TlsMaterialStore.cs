using EgressPipeline.Policy.Plan;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Tls;

/// <summary>
/// Credentials of all clusters, each set of files read once however many clusters name it, and read again when a file
/// changes. By polling the content: mounted secrets are swapped through symbolic links that file watchers miss. Safe for
/// concurrent use.
/// </summary>
internal sealed class TlsMaterialStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TlsFiles, TlsCredentials> _credentials = [];
    private readonly TimeSpan _pollInterval;
    private readonly ITimer _timer;
    private readonly ILogger _logger;

    public TlsMaterialStore(TimeSpan pollInterval, TimeProvider time, ILogger logger)
    {
        _pollInterval = pollInterval;
        _logger = logger;
        Time = time;
        _timer = time.CreateTimer(static state => ((TlsMaterialStore)state!).Reload(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TimeProvider Time { get; }

    /// <summary>Every set of files in use with its state, for admin page and metrics; a copy.</summary>
    public IReadOnlyList<TlsCredentials> All
    {
        get
        {
            lock (_gate)
                return [.. _credentials.Values];
        }
    }

    /// <summary>The credentials of a plan, loaded now if they are new. Never fails: what is wrong is in them.</summary>
    public TlsCredentials Get(TlsPlan plan)
    {
        var files = TlsFiles.Of(plan);
        lock (_gate)
        {
            if (_credentials.TryGetValue(files, out var known))
                return known;
            _credentials[files] = known = new TlsCredentials(files, plan, Time);
            if (files.Any && _credentials.Count(static entry => entry.Key.Any) == 1)
                _timer.Change(_pollInterval, _pollInterval);
            return known;
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Looks at every file now.</summary>
    internal void Reload()
    {
        foreach (var credentials in All)
        {
            if (!credentials.Files.Any)
                continue;
            switch (credentials.Reload())
            {
                case ReloadOutcome.Replaced:
                    Log.CredentialsReplaced(_logger, credentials.Files);
                    break;
                case ReloadOutcome.Refused:
                    Log.CredentialsRefused(_logger, credentials.Problem);
                    break;
            }
        }
    }
}
