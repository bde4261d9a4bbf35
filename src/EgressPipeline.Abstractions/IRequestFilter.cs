namespace EgressPipeline;

/// <summary>
/// The phase in which the request head is known and nothing was sent upstream yet.
/// </summary>
/// <remarks>
/// One instance serves all requests of its FilterBinding, from any number of threads at once: what belongs to a request
/// goes into <see cref="EgressRequest.State{T}"/>, never into fields. The phases of one request are called one after
/// the other by the connection's loop. A phase that returns a completed task costs no allocation and no thread change; one
/// that does not is bounded by the filter's deadline. A phase must not block its thread unless the filter declares
/// <see cref="FilterCapabilities.Blocks"/>. An exception fails this request in the filter's failure mode and nothing else.
/// </remarks>
public interface IRequestFilter
{
    /// <summary>May change the head, ask for the body, or end the request.</summary>
    /// <param name="request">Valid until the returned task completes; any use after that throws.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves, the request's time or the filter's deadline is used up.</param>
    /// <returns>
    /// <see cref="FilterResult.Continue"/>, <see cref="FilterResult.ReadBody"/>, <see cref="FilterResult.Deny"/>,
    /// <see cref="FilterResult.Answer"/>, <see cref="FilterResult.Redirect"/> (before routing) or <see cref="FilterResult.Stop"/>.
    /// </returns>
    ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken);
}
