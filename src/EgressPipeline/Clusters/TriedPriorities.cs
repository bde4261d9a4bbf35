namespace EgressPipeline.Clusters;

/// <summary>
/// Which priorities a call leaves, as Envoy's previous_priorities with the frequency that Istio gives it: every two tries the
/// priorities of all endpoints tried so far are left; when no other one can answer, counting begins anew. Not thread-safe.
/// </summary>
internal sealed class TriedPriorities
{
    private const int TriesBetween = 2;

    private int _tries;
    private ulong _tried;
    private ulong _left;

    /// <summary>The bit of a priority; those beyond 63 share one.</summary>
    public static ulong Bit(EndpointState endpoint) => 1UL << Math.Min(endpoint.Target.Priority, 63);

    public void Add(EndpointState endpoint)
    {
        _tries++;
        _tried |= Bit(endpoint);
    }

    /// <summary>What the next try is chosen from.</summary>
    public EndpointView Narrow(EndpointView view)
    {
        if (_tries < TriesBetween)
            return view;
        if (_tries % TriesBetween == 0)
            _left = _tried;
        if (view.Without(_left) is { } narrowed)
            return narrowed;
        Reset();
        return view;
    }

    public void Reset()
    {
        _tries = 0;
        _tried = _left = 0;
    }
}
