using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Hosting;

/// <summary>
/// The rules of <c>egress run --intercept</c>: there from the moment the listeners accept until the sidecar stops. A
/// process that is killed leaves them, so that nothing leaks around it; the next start replaces them.
/// </summary>
internal sealed class RunningInterception : IAsyncDisposable
{
    private readonly Interceptor _interceptor = new();
    private bool _removed;

    private RunningInterception(InterceptOptions options) => CarriesConnections = options.Mode == InterceptMode.Tproxy;

    /// <summary>
    /// True when every packet of an open connection needs the rules (TPROXY); where they only concern its first one, the
    /// connection outlives them.
    /// </summary>
    public bool CarriesConnections { get; }

    /// <summary>Applies the rules where the options ask for it.</summary>
    /// <returns>What to dispose at the end; null with problems, or when nothing is to be intercepted.</returns>
    public static async Task<(RunningInterception? Running, IReadOnlyList<string> Problems)> StartAsync(SidecarOptions options)
    {
        if (options.Intercept.Mode == InterceptMode.Off)
            return (null, []);
        if (ProcessOwner.Read() is var owner && !owner.IsExempt(options.Intercept))
            return (null, [$"--intercept: this process runs as uid {owner.Uid} and gid {owner.Gid}, neither of which is exempt, so it would intercept itself; run it as one that is, or name it with --intercept-exempt-uid or --intercept-exempt-gid"]);
        var running = new RunningInterception(options.Intercept);
        var problems = await running._interceptor.ApplyAsync(options.Intercept);
        return problems.Count == 0 ? (running, []) : (null, [.. problems.Select(problem => "--intercept: " + problem)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_removed)
            return;
        _removed = true;
        await _interceptor.RemoveAsync();
    }
}
