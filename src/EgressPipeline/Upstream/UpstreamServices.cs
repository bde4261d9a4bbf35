using System.Net;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Upstream;

/// <summary>What the upstream side shares, made once per process.</summary>
/// <param name="Options">Host settings.</param>
/// <param name="Time">The clock of every timeout, TTL and timer.</param>
/// <param name="IsOwnListener">True for an address this very process listens on, which is never dialled.</param>
/// <param name="Logger">Background events: refreshes that fail, credentials that change.</param>
internal sealed record UpstreamServices(UpstreamOptions Options, TimeProvider Time, Func<IPEndPoint, bool> IsOwnListener, ILogger Logger);
