using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Hosting;

/// <summary>
/// The rules of <c>egress run --intercept</c>: there from the moment the listeners accept until the sidecar stops, and
/// compared with the kernel's now and then. A process that is killed leaves them, so that nothing leaks around it; the next
/// start replaces them. The programs of eBPF mode are the exception: they are this process's own and end with it, however it
/// ends.
/// </summary>
internal sealed class RunningInterception : IAsyncDisposable
{
    /// <summary>Time between two looks at the kernel's rules.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Interceptor _interceptor = new(holdsPrograms: true);
    private readonly InterceptOptions _options;
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _time;
    private Task _watch = Task.CompletedTask;
    private bool _removed;

    private RunningInterception(InterceptOptions options, TimeProvider time) => (_options, _time) = (options, time);

    /// <summary>
    /// True when every packet of an open connection needs the rules (TPROXY); where they only concern its first one, the
    /// connection outlives them.
    /// </summary>
    public bool CarriesConnections => _options.Mode == InterceptMode.Tproxy;

    /// <summary>How the kernel's rules differed from those applied at the last look; empty when they were the same.</summary>
    public IReadOnlyList<string> Differences { get; private set; } = [];

    /// <summary>Applies the rules where the options ask for it.</summary>
    /// <returns>What to dispose at the end; null with problems, or when nothing is to be intercepted.</returns>
    public static async Task<(RunningInterception? Running, IReadOnlyList<string> Problems)> StartAsync(SidecarOptions options, TimeProvider time)
    {
        if (options.Intercept.Mode == InterceptMode.Off)
            return (null, []);
        if (ProcessOwner.Read() is var owner && !owner.IsExempt(options.Intercept))
            return (null, [$"--intercept: this process runs as uid {owner.Uid} and gid {owner.Gid}, neither of which is exempt, so it would intercept itself; run it as one that is, or name it with --intercept-exempt-uid or --intercept-exempt-gid"]);
        var running = new RunningInterception(options.Intercept, time);
        var problems = await running._interceptor.ApplyAsync(options.Intercept);
        if (problems.Count > 0)
            return (null, [.. problems.Select(problem => "--intercept: " + problem)]);
        running._watch = running.WatchAsync();
        return (running, []);
    }

    public async ValueTask DisposeAsync()
    {
        if (_removed)
            return;
        _removed = true;
        await _ending.CancelAsync();
        await _watch; // a look in progress must not find the rules gone
        await _interceptor.RemoveAsync(_options.BpfFolder);
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
                Differences = await _interceptor.DifferencesAsync(_options);
        }
        catch (OperationCanceledException)
        {
            // The rules are taken back.
        }
    }
}
