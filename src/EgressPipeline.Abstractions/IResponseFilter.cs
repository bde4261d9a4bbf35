namespace EgressPipeline;

/// <summary>
/// The phase in which the head of the service's answer is known and nothing of it was sent to the application yet. Filters
/// are called in the same order as for the request. Not called for answers of the sidecar itself (refusals, redirects,
/// answers of filters).
/// </summary>
/// <remarks>Threading, ownership and failure are those of <see cref="IRequestFilter"/>.</remarks>
public interface IResponseFilter
{
    /// <summary>May change the response's headers, ask for its body, or replace it.</summary>
    /// <param name="request">The request with its response; valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves, the request's time or the filter's deadline is used up.</param>
    /// <returns>
    /// <see cref="FilterResult.Continue"/>, <see cref="FilterResult.ReadBody"/>, <see cref="FilterResult.Deny"/>,
    /// <see cref="FilterResult.Answer"/> or <see cref="FilterResult.Stop"/>.
    /// </returns>
    ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken);
}
