using EgressPipeline;

namespace HostilePlugin;

/// <summary>Declares nothing and refuses everything.</summary>
[EgressFilter("undeclared", "0.0.1")]
public sealed class UndeclaredFilter : IRequestFilter
{
    /// <inheritdoc/>
    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.Deny("without having said so"));
}
