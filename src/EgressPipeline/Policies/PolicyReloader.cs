using EgressPipeline.Authentication;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Limits;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Tls;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Policies;

/// <summary>
/// The one writer of <see cref="SnapshotSource"/>: reads, compiles and checks the policies, and publishes only what is
/// good as a whole. Reloads run one after the other, whoever asks; readers never wait.
/// </summary>
/// <param name="compile">Makes a plan of files.</param>
internal sealed partial class PolicyReloader(IReadOnlyList<string> paths, WorkloadContext workload, SnapshotSource snapshots, UpstreamServices upstream, EgressMetrics metrics, FilterSetBuilder filters, AuthenticationServices authentication, ILogger<PolicyReloader> logger, Func<PolicyFiles, WorkloadContext, PolicyLoad> compile) : IAsyncDisposable
{
    private readonly LimitClock _limitClock = new(upstream.Time);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile PolicyStatus? _status;
    private string _seenHash = "";
    private bool _retryUnchanged;

    /// <summary>Policy files and folders, as the user named them.</summary>
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The state after the last reload; throws before the first plan, which is a start-up order bug.</summary>
    public PolicyStatus Status => _status ?? throw new InvalidOperationException("no plan was published yet");

    /// <summary>Publishes a plan that was loaded at start, before anything is served.</summary>
    /// <returns>Its filters, or why it cannot be served.</returns>
    public async Task<FilterBuild> StartAsync(PolicyLoad load, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var build = Prepare(load);
            if (build.Set is null)
                return build;
            _seenHash = load.ContentHash;
            Publish(load.Plan!, build.Set);
            return build;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Reads the files again and publishes them when they are good and changed. A fault of our own counts as a refusal:
    /// whoever asks (a signal, the watcher, the admin API) goes on asking.
    /// </summary>
    /// <param name="force">Also compile files that did not change.</param>
    /// <param name="cancellationToken">Gives up the wait for another reload.</param>
    public async Task<PolicyReload> ReloadAsync(bool force, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return Reload(force);
        }
        catch (Exception e)
        {
            LogBroken(Status.Generation, e);
            return Refuse([$"the reload failed, which is a fault of the sidecar: {e.Message}"]);
        }
        finally
        {
            _turn.Release();
        }
    }

    private PolicyReload Reload(bool force)
    {
        if (!force && !_retryUnchanged && PolicyContentHash.Of(paths) == _seenHash)
            return new PolicyReload(PolicyReloadResult.Unchanged, Status);
        var files = PolicyFiles.Read(paths);
        // What was looked at once is not looked at again before it changes, whatever comes of it.
        _seenHash = files.ContentHash;
        _retryUnchanged = false;
        var load = compile(files, workload);
        var build = Prepare(load);
        if (build.Set is null)
        {
            // The policies themselves are fine, what they refer to is not (yet): a secret may be mounted after them.
            _retryUnchanged = load.Plan is not null;
            return Refuse(build.Problems);
        }
        var unchanged = load.Plan!.Hash == Status.PlanHash;
        Publish(load.Plan, build.Set);
        return new PolicyReload(unchanged ? PolicyReloadResult.Unchanged : PolicyReloadResult.Published, Status);
    }

    /// <summary>Closes what the plan in force holds open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (snapshots.IsPublished)
        {
            await snapshots.Current.Filters.DisposeAsync();
            await snapshots.Current.Clusters.DisposeAsync();
        }
        _turn.Dispose();
    }

    /// <summary>A plan whose credentials do not load must not come into force: its calls would fail, one by one.</summary>
    private IReadOnlyList<string> Check(PolicyLoad load)
    {
        if (load.Plan is null)
            return load.Problems;
        var problems = new List<string>();
        var seen = new HashSet<TlsFiles>();
        foreach (var cluster in load.Plan.Clusters)
            if (cluster.Tls.Mode != TlsMode.Disable && seen.Add(TlsFiles.Of(cluster.Tls)) && !TlsMaterial.TryLoad(cluster.Tls, upstream.Time, out _, out var problem))
                problems.Add($"{(cluster.DestinationRule ?? cluster.Service).Source}: {problem}");
        return problems;
    }

    private FilterBuild Prepare(PolicyLoad load)
    {
        var problems = Check(load);
        return problems.Count > 0 ? new FilterBuild(null, problems, []) : filters.Build(load.Plan!, Previous?.Filters);
    }

    private EgressSnapshot? Previous => snapshots.IsPublished ? snapshots.Current : null;

    private void Publish(EgressPlan plan, FilterSet filterSet)
    {
        var previous = Previous;
        var clusters = ClusterSet.Build(plan, previous?.Clusters, upstream);
        var limits = LimitSet.Build(plan, previous?.Limits, _limitClock);
        snapshots.Publish(new EgressSnapshot(plan, clusters, filterSet, limits, metrics) { Authenticator = Authenticator.Of(plan, previous?.Authenticator, authentication) });
        previous?.Filters.Retire();
        _status = new PolicyStatus((_status?.Generation ?? 0) + 1, plan.Hash, plan.Counts, upstream.Time.GetUtcNow(), null);
        metrics.PolicyPublished(plan, _status.LoadedAt);
        if (previous is not null)
            LogPublished(_status.Generation, plan.Counts.Services, plan.Counts.Files, plan.Hash);
    }

    private PolicyReload Refuse(IReadOnlyList<string> problems)
    {
        var repeated = Status.Failure is { } last && last.Problems.SequenceEqual(problems);
        if (!repeated)
        {
            _status = Status with { Failure = new PolicyFailure(upstream.Time.GetUtcNow(), problems) };
            metrics.PolicyRefused(_status.Failure.At);
            foreach (var problem in problems)
                LogRefused(problem, Status.Generation);
        }
        return new PolicyReload(PolicyReloadResult.Refused, Status);
    }

    [LoggerMessage(1, LogLevel.Information, "policies reloaded: generation {Generation} with {Services} services from {Files} files is in force ({Hash})")]
    private partial void LogPublished(int generation, int services, int files, string hash);

    [LoggerMessage(2, LogLevel.Error, "policies not reloaded, generation {Generation} stays in force: {Problem}")]
    private partial void LogRefused(string problem, int generation);

    [LoggerMessage(3, LogLevel.Critical, "a reload of the policies failed, generation {Generation} stays in force")]
    private partial void LogBroken(int generation, Exception exception);
}
