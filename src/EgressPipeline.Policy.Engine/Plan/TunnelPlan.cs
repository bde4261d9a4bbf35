namespace EgressPipeline.Policy.Plan;

/// <summary>
/// The endpoints are HTTP proxies: every connection begins by asking one, with CONNECT, for the way to the target. TLS of the cluster
/// is with the target, inside of it.
/// </summary>
/// <param name="Host">Name or address of the target; the proxy resolves it.</param>
/// <param name="Port">Port of the target.</param>
/// <param name="AuthorizationFile">File with the value of Proxy-Authorization; empty = none is sent.</param>
public sealed record TunnelPlan(string Host, int Port, string AuthorizationFile);
