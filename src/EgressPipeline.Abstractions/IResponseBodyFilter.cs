namespace EgressPipeline;

/// <summary>
/// Sees the response body of the requests for which <see cref="IResponseFilter.OnResponseAsync"/> returned
/// <see cref="FilterResult.ReadBody"/>, piece by piece or whole as that asked for.
/// </summary>
/// <remarks>
/// Threading and ownership are those of <see cref="IRequestFilter"/>. When bytes of the answer have been sent to the
/// application already, a refusal cuts the connection, so that it sees an incomplete answer instead of a short one.
/// </remarks>
public interface IResponseBodyFilter : IResponseFilter
{
    /// <summary>One piece of the body, or the whole of it.</summary>
    /// <param name="body">The piece; valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves, the request's time or the filter's deadline is used up.</param>
    /// <returns><see cref="FilterResult.Continue"/>, <see cref="FilterResult.Deny"/>, <see cref="FilterResult.Answer"/> or <see cref="FilterResult.Stop"/>.</returns>
    ValueTask<FilterResult> OnResponseBodyAsync(EgressBody body, CancellationToken cancellationToken);
}
