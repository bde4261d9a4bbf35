using System.Net;
using EgressPipeline.Filters;
using EgressPipeline.Policies;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>
/// A whole sidecar in this process: listeners, data plane, policies that reload themselves, admin and metrics. The same
/// for <c>egress run</c>, the samples and the tests.
/// </summary>
/// <remarks>
/// Stopping: <see cref="StopAsync"/> drains, then closes; <see cref="EndDrainNow"/> cuts the waiting short. Disposing without stopping cuts everything off.
/// </remarks>
internal sealed class Sidecar : IAsyncDisposable
{
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(50);

    /// <summary>Nobody connected for this long means that the application has ended: it does not only pause between two calls.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly SidecarParts _parts;
    private readonly RunningListeners _running;
    private readonly IReadOnlyList<ListenerBinding> _listeners;

    internal Sidecar(SidecarParts parts, RunningListeners running, IReadOnlyList<ListenerBinding> listeners) =>
        (_parts, _running, _listeners) = (parts, running, listeners);

    /// <summary>Every listener that is on, with the address it is bound to.</summary>
    public IReadOnlyList<ListenerBinding> Listeners => _listeners;

    public IPEndPoint? Outbound => BoundOf("outbound");

    public IPEndPoint? Proxy => BoundOf("proxy");

    public IPEndPoint? Dns => BoundOf("dns");

    public IPEndPoint? Admin => BoundOf("admin");

    public IPEndPoint? Metrics => BoundOf("metrics");

    /// <summary>Which policies are in force.</summary>
    public PolicyStatus Policies => _parts.Reloader.Status;

    /// <summary>Cancelled when somebody asked, here or at the admin listener, that the sidecar ends at once.</summary>
    public CancellationToken Quit => _parts.Services.Lifetime.Quit;

    /// <summary>Loads the policies, binds every listener and serves. Either all of it works or nothing is left open.</summary>
    public static Task<SidecarStart> StartAsync(SidecarOptions options, SidecarOutputs outputs, CancellationToken cancellationToken) =>
        StartAsync(options, outputs, [], cancellationToken);

    /// <summary>The same with filters that are compiled in.</summary>
    public static Task<SidecarStart> StartAsync(SidecarOptions options, SidecarOutputs outputs, IReadOnlyList<FilterDescriptor> compiledIn, CancellationToken cancellationToken) =>
        new SidecarBuilder(options, outputs, compiledIn).StartAsync(cancellationToken);

    /// <summary>Reads the policies again, changed or not.</summary>
    public Task<PolicyReload> ReloadAsync(CancellationToken cancellationToken) => _parts.Reloader.ReloadAsync(force: true, cancellationToken);

    /// <summary>Ends the drain, and whatever is still in flight, at once.</summary>
    public void EndDrainNow() => _parts.Services.Lifetime.RequestQuit();

    /// <summary>
    /// Serves on for the drain time (less when nothing is connected), then stops listening, lets calls in flight finish
    /// within the drain limit, and closes everything.
    /// </summary>
    public async Task StopAsync()
    {
        _parts.Services.Lifetime.BeginDrain();
        await DrainAsync();
        if (_parts.Interception is { CarriesConnections: false } redirecting)
            await redirecting.DisposeAsync(); // before the listeners close: what comes now must not be sent to nobody
        _parts.Dns?.Dispose();
        _parts.Services.Lifetime.EndDrain();
        using var limit = new CancellationTokenSource(_parts.Options.DrainLimit, _parts.Outputs.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Quit);
        await _running.StopAsync(end.Token);
        if (_parts.Interception is { } interception)
            await interception.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_parts.Interception is not null)
            await _parts.Interception.DisposeAsync();
        EndDrainNow();
        _parts.Services.Lifetime.EndDrain();
        await _running.StopAsync(Quit);
        _running.Dispose();
        await _parts.DisposeAsync();
    }

    private async Task DrainAsync()
    {
        var time = _parts.Outputs.Time;
        var began = time.GetTimestamp();
        var lastConnected = began;
        while (!Quit.IsCancellationRequested && time.GetElapsedTime(began) < _parts.Options.Drain && time.GetElapsedTime(lastConnected) < Quiet)
        {
            await Task.Delay(DrainPoll, time, Quit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_parts.Connections.Current > 0)
                lastConnected = time.GetTimestamp();
        }
    }

    private IPEndPoint? BoundOf(string name) => _listeners.FirstOrDefault(l => l.Name == name)?.Bound;
}
