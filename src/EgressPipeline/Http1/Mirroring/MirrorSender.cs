using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Http1.Mirroring;

/// <summary>
/// Sends copies of calls to mirrors. Nothing of it touches the call itself: a copy is made of what is at hand, sent from
/// other threads, and dropped rather than waited for. Copies under way and the bytes of one are bounded. Safe for concurrent use
/// when its random source is.
/// </summary>
internal sealed class MirrorSender
{
    private readonly Random _random;
    private int _active;

    public MirrorSender(SidecarServices services, Random random)
    {
        Services = services;
        _random = random;
        // What was read within the bounds has grown since by what filters, the policy and this process put in.
        Limits = new HttpLimits { MaxHeadBytes = 4 * services.Options.Limits.MaxHeadBytes, MaxHeaders = 4 * services.Options.Limits.MaxHeaders };
        services.Metrics.Registry.Observe("egress_mirrored_active", "Copies for mirrors that are being made or sent now.", MetricKind.Gauge, () => Volatile.Read(ref _active));
    }

    public SidecarServices Services { get; }

    /// <summary>Bounds of heads.</summary>
    public HttpLimits Limits { get; }

    /// <summary>The most bytes of a body that is copied.</summary>
    public int MaxBody => Services.Options.Limits.MaxMirroredBody;

    /// <summary>A copy of the request's head for those mirrors that get this call; null when none does.</summary>
    public RequestCopy? TryCopy(HttpExchange exchange, HttpRoutePlan route)
    {
        RequestCopy? copy = null;
        foreach (var mirror in route.Mirrors)
        {
            if (!Share.IsDrawn(mirror.PerMillion, _random))
                continue;
            if (!CanCopy(exchange.RequestHead))
                Count(MirrorResult.NotCopied);
            else if (!TryEnter())
                Count(MirrorResult.Busy);
            else
                (copy ??= new RequestCopy(this, exchange, route)).Mirrors.Add(mirror);
        }
        return copy;
    }

    /// <summary>Gives back the place of a copy, and counts what became of it.</summary>
    public void End(MirrorResult result)
    {
        Count(result);
        Interlocked.Decrement(ref _active);
    }

    private bool CanCopy(RequestHead head) => !head.WantsUpgrade && head.Body switch
    {
        BodyKind.None => true,
        BodyKind.ContentLength => head.BodyLength <= MaxBody,
        _ => false,
    };

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _active) <= Services.Options.Limits.MaxMirroredCalls)
            return true;
        Interlocked.Decrement(ref _active);
        return false;
    }

    private void Count(MirrorResult result) => Services.Metrics.MirroredCalls[result].Increment();
}
