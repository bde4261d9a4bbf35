using EgressPipeline.LoadBalancing;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Registry;

/// <summary>When names are asked for again. Every interval is lengthened by up to a tenth at random, so that sidecars that started together do not ask together.</summary>
internal sealed class NameRefresh(INameResolver resolver, UpstreamOptions options, TimeProvider time, RandomSequence random, ILogger logger)
{
    /// <summary>A name nobody used for this long is not refreshed any more.</summary>
    public static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstRepetition = TimeSpan.FromSeconds(1);

    public INameResolver Resolver { get; } = resolver;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    public TimeSpan StaleFor => options.DnsStaleFor;

    public TimeSpan AfterAnswer(TimeSpan ttl) => Jitter(Clamp(ttl, options.DnsMaxTtl));

    public TimeSpan AfterDenial(TimeSpan ttl) => Jitter(Clamp(ttl, options.DnsMaxNegativeTtl));

    /// <param name="failures">Failures in a row, 1 and up: each doubles the wait.</param>
    public TimeSpan AfterFailure(int failures) => Jitter(Clamp(FirstRepetition * Math.Pow(2, Math.Min(failures - 1, 10)), options.DnsMaxNegativeTtl));

    private TimeSpan Clamp(TimeSpan wanted, TimeSpan longest) =>
        wanted > longest ? longest : wanted < options.DnsMinTtl ? options.DnsMinTtl : wanted;

    private TimeSpan Jitter(TimeSpan interval) => interval * (1 + 0.1 * random.NextDouble());
}
