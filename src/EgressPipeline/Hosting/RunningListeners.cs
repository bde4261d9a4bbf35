using EgressPipeline.Listening;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EgressPipeline.Hosting;

/// <summary>The listeners of a sidecar that serves.</summary>
/// <param name="connections">The data plane's.</param>
/// <param name="http">Admin's and metrics'; null when both are off.</param>
internal sealed class RunningListeners(ConnectionHost connections, KestrelServer? http) : IDisposable
{
    /// <summary>Stops listening and waits for what is open; once the token fires the rest is aborted. May be called again.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(connections.StopAsync(cancellationToken), http?.StopAsync(cancellationToken) ?? Task.CompletedTask);

    /// <summary>After the stop.</summary>
    public void Dispose() => http?.Dispose();
}
