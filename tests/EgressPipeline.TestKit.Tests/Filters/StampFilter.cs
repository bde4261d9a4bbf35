namespace EgressPipeline.TestKit.Tests.Filters;

[EgressFilter("stamp", "1.0.0", Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.ChangesHeaders)]
public sealed class StampFilter : IRequestFilter, IResponseFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.Headers.Set("x-stamp"u8, request.Method);
        return new(FilterResult.Continue);
    }

    public ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.ResponseHeaders.Set("x-stamped"u8, "yes"u8);
        return new(FilterResult.Continue);
    }
}
