using System.Text;
using EgressPipeline;

namespace SamplePlugin;

/// <summary>Stamps requests and responses with the text of its options.</summary>
[EgressFilter("stamp", "1.2.3", Description = "Stamps requests and responses.",
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders)]
public sealed class StampFilter(FilterContext<StampOptions> context) : IRequestFilter, IResponseFilter
{
    private readonly byte[] _text = Encoding.UTF8.GetBytes(context.Options.Text);
    private readonly FilterCounter _stamped = context.Metrics.Counter("stamped_total", "Requests stamped.");

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.Headers.Set("x-stamp"u8, _text);
        request.Headers.Remove("x-secret"u8);
        _stamped.Increment();
        return new(FilterResult.Continue);
    }

    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.ResponseHeaders.Set("x-stamped-by"u8, _text);
        return new(FilterResult.Continue);
    }
}
