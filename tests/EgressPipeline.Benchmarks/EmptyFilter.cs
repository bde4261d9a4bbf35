using BenchmarkDotNet.Attributes;
using EgressPipeline.Clusters;
using EgressPipeline.Filters;
using EgressPipeline.Limits;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Benchmarks;

/// <summary>What the host spends on a filter that does nothing: scope, breaker, watchdog, handle, the call, the judgement of its result.</summary>
public class EmptyFilter
{
    private const int Filters = 10;

    private HttpExchange _exchange = null!;
    private FilterCaller _caller = null!;
    private FilterCall[] _calls = null!;

    [GlobalSetup]
    public void Setup()
    {
        var bindings = string.Concat(Enumerable.Range(0, Filters).Select(i => $$"""
            ---
            apiVersion: egresspipeline.dev/v1
            kind: FilterBinding
            metadata: { name: empty-{{i}}, namespace: default }
            spec: { filter: empty }

            """));
        var plan = PolicyCompiler.Compile([new PolicyFile("filters.yaml", bindings)], WorkloadContext.Unknown).Plan!;
        var metrics = new EgressMetrics(new WorkloadLabels());
        var services = FilterServices.Create(NullLoggerFactory.Instance, metrics.Registry, TimeSpan.FromMinutes(1), TimeProvider.System);
        var catalogue = new FilterCatalogue();
        catalogue.TryAdd(new FilterDescriptor { Facts = FilterFacts.Of(typeof(Nothing)), Type = typeof(Nothing), Origin = FilterDescriptor.CompiledIn, Factory = new PlainFilterFactory(_ => new Nothing()), Schema = OptionsSchema.None });
        var set = new FilterSetBuilder(catalogue, services).Build(plan, null).Set!;
        var upstream = new UpstreamServices(new UpstreamOptions(), TimeProvider.System, _ => false, NullLogger.Instance);
        _exchange = new HttpExchange(CallerIdentity.Anonymous, null, null);
        _exchange.Begin(new EgressSnapshot(plan, ClusterSet.Build(plan, null, upstream), set, LimitSet.Build(plan, null, new LimitClock(TimeProvider.System)), metrics), CallKind.Http, 80);
        _caller = new FilterCaller(_exchange, services);
        _calls = set.Request;
        if (_calls.Length != Filters)
            throw new InvalidOperationException($"{_calls.Length} filters instead of {Filters}");
    }

    [Benchmark(Description = "an empty filter", OperationsPerInvoke = Filters)]
    public int Call()
    {
        var passed = 0;
        foreach (ref readonly var filter in _calls.AsSpan())
        {
            if (_exchange.MarksOf(filter.Index) == FilterMarks.Out || !filter.IsForAll)
                continue;
            if (_caller.OnRequest(filter, CancellationToken.None, out var waiting).IsContinue && waiting is null)
                passed++;
        }
        return passed;
    }

    [EgressFilter("empty", "1.0.0")]
    public sealed class Nothing : IRequestFilter
    {
        public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.Continue);
    }
}
