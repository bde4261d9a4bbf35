namespace EgressPipeline;

/// <summary>
/// Surrounds the exchange with the service: what must wait for it, repeat it or replace its answer. The exception among the
/// forms: it costs an asynchronous method and its allocations for every request, so use the phases where they suffice.
/// </summary>
/// <remarks>
/// Called after every request phase and, where one was asked for, the buffered request body. Several of them are nested in
/// filter order, the first one outermost; the retries of the route are inside of the innermost. The filter's deadline does
/// not count the time spent in <c>next</c>. Threading and failure are those of <see cref="IRequestFilter"/>.
/// </remarks>
public interface IExchangeFilter
{
    /// <summary>Calls <paramref name="next"/> as often as <see cref="EgressFilterAttribute.MaxExchanges"/> allows, or not at all.</summary>
    /// <param name="request">Valid until the returned task completes, across calls of <paramref name="next"/>.</param>
    /// <param name="next">The exchange. A call while another one is under way, or one too many, is a failure of the filter.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves or the request's time is used up.</param>
    /// <returns>
    /// <see cref="FilterResult.Continue"/> for the outcome of the last call of <paramref name="next"/> (without any call it is a
    /// failure of the filter); <see cref="FilterResult.Deny"/>, <see cref="FilterResult.Answer"/> or <see cref="FilterResult.Stop"/> otherwise.
    /// </returns>
    ValueTask<FilterResult> OnExchangeAsync(EgressRequest request, ExchangeNext next, CancellationToken cancellationToken);
}
