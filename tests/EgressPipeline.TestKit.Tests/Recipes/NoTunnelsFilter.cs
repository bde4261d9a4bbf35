namespace EgressPipeline.TestKit.Tests.Recipes;

/// <summary>Refuses tunnels and TLS of hosts below a domain, before anything is connected onwards.</summary>
[EgressFilter("no-tunnels", "1.0.0", Stage = FilterStage.Authorize, Capabilities = FilterCapabilities.MayDeny)]
public sealed class NoTunnelsFilter : IConnectionFilter
{
    public ValueTask<FilterResult> OnConnectionAsync(EgressConnection connection, CancellationToken cancellationToken) =>
        new(connection.Protocol != ConnectionProtocol.Http && connection.Host.EndsWith(".example.com", StringComparison.Ordinal)
            ? FilterResult.Deny("only requests that can be looked into")
            : FilterResult.Continue);
}
