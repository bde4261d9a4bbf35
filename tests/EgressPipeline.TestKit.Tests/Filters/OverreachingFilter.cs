namespace EgressPipeline.TestKit.Tests.Filters;

/// <summary>Does what it did not declare.</summary>
[EgressFilter("overreaching", "1.0.0")]
public sealed class OverreachingFilter : IRequestFilter
{
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.Headers.Set("x-stamp"u8, "1"u8);
        return new(FilterResult.Continue);
    }
}
