namespace EgressPipeline;

/// <summary>Observes how requests end: for counting and for giving back what an earlier phase took.</summary>
public interface ICompletionFilter
{
    /// <summary>
    /// The request is over, whatever its outcome. Called exactly once for every request that called any other phase of the
    /// filter (failed ones included) and, for a filter without other phases, for every request it is bound to. Must be short
    /// and must not block; an exception is counted and has no effect on the request.
    /// </summary>
    /// <param name="request">The request with its outcome; headers can be read, no longer changed. Valid until the method returns.</param>
    void OnCompleted(EgressRequest request);
}
