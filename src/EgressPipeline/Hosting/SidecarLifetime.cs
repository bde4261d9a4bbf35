namespace EgressPipeline.Hosting;

/// <summary>
/// How far the end of a sidecar has come. An egress proxy drains the other way round than an ingress: the application
/// still calls out while it shuts down, so new calls are served to the end of the drain, and no answer ever carries
/// <c>connection: close</c> because of it.
/// </summary>
internal sealed class SidecarLifetime : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _quit = new();
    private volatile bool _draining;

    /// <summary>True once a stop was asked for; everything is still served, only readiness says otherwise.</summary>
    public bool IsDraining => _draining;

    /// <summary>
    /// Cancelled when the drain is over: listeners are closed, a connection without a call in flight closes itself, one
    /// with a call finishes it first. Relays end when they fall silent or are aborted at the drain limit.
    /// </summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Cancelled when somebody does not want to wait: a second signal, or <c>POST /quitquitquit</c>.</summary>
    public CancellationToken Quit => _quit.Token;

    /// <summary>Ends the sidecar at once, draining or not.</summary>
    public void RequestQuit() => _quit.Cancel();

    public void Dispose()
    {
        _closing.Dispose();
        _quit.Dispose();
    }

    internal void BeginDrain() => _draining = true;

    internal void EndDrain()
    {
        _draining = true;
        _closing.Cancel();
    }
}
