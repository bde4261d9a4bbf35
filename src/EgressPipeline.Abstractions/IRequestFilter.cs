namespace EgressPipeline;

/// <summary>
/// A step in the life of an HTTP request. One instance serves all requests of the process, so it keeps no state of a
/// request in fields. The phases are called one after the other by the connection's loop; a phase that returns a
/// completed task costs no allocation and no thread change. A phase must not block its thread.
/// </summary>
public interface IRequestFilter
{
    /// <summary>Unique, stable name, as logs and metrics show it.</summary>
    string Name { get; }

    /// <summary>Where the filter stands.</summary>
    FilterStage Stage { get; }

    /// <summary>Which phases the filter implements.</summary>
    FilterPhases Phases { get; }

    /// <summary>The request head is known, nothing was sent upstream yet. May change the head or end the request.</summary>
    /// <param name="request">The request; valid until the request ends, never to be kept.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves or the request's time is used up.</param>
    ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.Continue);

    /// <summary>The response head that will be sent is known, nothing of it was sent yet. May change its headers or replace it by a refusal.</summary>
    /// <param name="request">The request; valid until the request ends, never to be kept.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves or the request's time is used up.</param>
    ValueTask<FilterResult> OnResponseAsync(EgressRequest request, CancellationToken cancellationToken) => new(FilterResult.Continue);

    /// <summary>The request is over, whatever its outcome. Called exactly once for each request that reached the filters.</summary>
    /// <param name="request">The request with its outcome.</param>
    void OnCompleted(EgressRequest request)
    {
    }
}
