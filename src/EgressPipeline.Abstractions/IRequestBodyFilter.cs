namespace EgressPipeline;

/// <summary>
/// Sees the request body of the requests for which <see cref="IRequestFilter.OnRequestAsync"/> returned
/// <see cref="FilterResult.ReadBody"/>, piece by piece or whole as that asked for.
/// </summary>
/// <remarks>
/// A streamed body is called for while the answer is already awaited, possibly on another thread than the response's
/// phases: keep what belongs to the two directions in separate fields of the state. Failure is that of
/// <see cref="IRequestFilter"/>; once bytes have been sent upstream a refusal resets the upstream connection.
/// </remarks>
public interface IRequestBodyFilter : IRequestFilter
{
    /// <summary>One piece of the body, or the whole of it.</summary>
    /// <param name="body">The piece; valid until the returned task completes.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves, the request's time or the filter's deadline is used up.</param>
    /// <returns><see cref="FilterResult.Continue"/>, <see cref="FilterResult.Deny"/>, <see cref="FilterResult.Answer"/> or <see cref="FilterResult.Stop"/>.</returns>
    ValueTask<FilterResult> OnRequestBodyAsync(EgressBody body, CancellationToken cancellationToken);
}
