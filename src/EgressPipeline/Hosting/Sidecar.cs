using System.Net;
using EgressPipeline.Policies;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>
/// A whole sidecar in this process: listeners, data plane, policies that reload themselves, admin and metrics. The same
/// for <c>egress run</c>, the samples and the tests.
/// </summary>
/// <remarks>
/// Stopping: <see cref="StopAsync"/> drains, then closes; it may be called again (or <see cref="EndDrainNow"/>) to cut
/// the waiting short. Disposing without stopping cuts everything off.
/// </remarks>
internal sealed class Sidecar : IAsyncDisposable
{
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(50);

    private readonly SidecarParts _parts;
    private readonly KestrelServer _server;
    private readonly IReadOnlyList<ListenerBinding> _listeners;
    private readonly CancellationTokenSource _hurry = new();
    private readonly TaskCompletionSource _quit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Sidecar(SidecarParts parts, KestrelServer server, IReadOnlyList<ListenerBinding> listeners) =>
        (_parts, _server, _listeners) = (parts, server, listeners);

    /// <summary>Every listener that is on, with the address it is bound to.</summary>
    public IReadOnlyList<ListenerBinding> Listeners => _listeners;

    public IPEndPoint? Outbound => BoundOf("outbound");

    public IPEndPoint? Proxy => BoundOf("proxy");

    public IPEndPoint? Admin => BoundOf("admin");

    public IPEndPoint? Metrics => BoundOf("metrics");

    /// <summary>Which policies are in force.</summary>
    public PolicyStatus Policies => _parts.Reloader.Status;

    /// <summary>Completes when somebody asked at the admin listener that the sidecar ends at once.</summary>
    public Task QuitRequested => _quit.Task;

    /// <summary>Loads the policies, binds every listener and serves. Either all of it works or nothing is left open.</summary>
    public static Task<SidecarStart> StartAsync(SidecarOptions options, SidecarOutputs outputs, CancellationToken cancellationToken) =>
        new SidecarBuilder(options, outputs).StartAsync(cancellationToken);

    /// <summary>Reads the policies again, changed or not.</summary>
    public Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken) => _parts.Reloader.ReloadAsync(force: true, cancellationToken);

    /// <summary>Ends the drain, and whatever is still in flight, at once.</summary>
    public void EndDrainNow()
    {
        _quit.TrySetResult();
        _hurry.Cancel();
    }

    /// <summary>
    /// Serves on for the drain time (less when nothing is connected), then stops listening, lets calls in flight finish
    /// within the drain limit, and closes everything.
    /// </summary>
    public async Task StopAsync()
    {
        _parts.Services.Lifetime.BeginDrain();
        var time = _parts.Outputs.Time;
        var began = time.GetTimestamp();
        while (!_hurry.IsCancellationRequested && _parts.Connections.Current > 0 && time.GetElapsedTime(began) < _parts.Options.Drain)
            await Task.Delay(DrainPoll, time, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _parts.Services.Lifetime.EndDrain();
        using var limit = new CancellationTokenSource(_parts.Options.DrainLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _hurry.Token);
        await _server.StopAsync(end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        EndDrainNow();
        await _server.StopAsync(_hurry.Token);
        _server.Dispose();
        await _parts.DisposeAsync();
        _hurry.Dispose();
    }

    private IPEndPoint? BoundOf(string name) => _listeners.FirstOrDefault(l => l.Name == name)?.Bound;
}
