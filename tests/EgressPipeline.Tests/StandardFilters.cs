using EgressPipeline.Filters;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace EgressPipeline.Tests;

/// <summary>The filters of a sidecar without plugins.</summary>
internal static class StandardFilters
{
    public static FilterServices ServicesFor(EgressMetrics metrics) => FilterServices.Create(NullLoggerFactory.Instance, metrics.Registry, TimeSpan.FromSeconds(1), TimeProvider.System);

    public static FilterSetBuilder BuilderFor(EgressMetrics metrics) => new(Catalogue(), ServicesFor(metrics));

    public static FilterCatalogue Catalogue(params FilterDescriptor[] more)
    {
        var catalogue = new FilterCatalogue();
        foreach (var filter in StandardPipeline.Stages(new Random(1)).Concat(more))
            Assert.True(catalogue.TryAdd(filter));
        return catalogue;
    }
}
