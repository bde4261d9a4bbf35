using System.Net;

namespace EgressPipeline;

/// <summary>
/// What stands behind an <see cref="EgressRequest"/>: implemented by a host, and by a test kit that plays one. A filter never
/// gets hold of it. Reused for request after request of a connection; handles of earlier phases are told apart by their epoch.
/// </summary>
/// <remarks>Not thread-safe: the connection's loop and the one filter that it calls take turns.</remarks>
public abstract class EgressExchange
{
    private int _lastEpoch;
    private int _epoch;
    private object?[] _states = [];

    /// <summary>See <see cref="EgressRequest.Method"/>.</summary>
    public abstract ReadOnlySpan<byte> Method { get; }

    /// <summary>See <see cref="EgressRequest.Scheme"/>.</summary>
    public abstract ReadOnlySpan<byte> Scheme { get; }

    /// <summary>See <see cref="EgressRequest.Host"/>.</summary>
    public abstract ReadOnlySpan<byte> Host { get; }

    /// <summary>See <see cref="EgressRequest.Port"/>.</summary>
    public abstract int Port { get; }

    /// <summary>See <see cref="EgressRequest.Path"/>.</summary>
    public abstract ReadOnlySpan<byte> Path { get; }

    /// <summary>See <see cref="EgressRequest.Query"/>.</summary>
    public abstract ReadOnlySpan<byte> Query { get; }

    /// <summary>Headers of the request.</summary>
    public abstract HeaderCollection RequestHeaders { get; }

    /// <summary>See <see cref="EgressRequest.ResponseStatus"/>.</summary>
    public abstract int ResponseStatus { get; }

    /// <summary>Headers of the response; an empty collection while there is none.</summary>
    public abstract HeaderCollection ResponseHeaders { get; }

    /// <summary>See <see cref="EgressRequest.Principal"/>.</summary>
    public abstract string Principal { get; }

    /// <summary>See <see cref="EgressRequest.Source"/>.</summary>
    public abstract IPEndPoint? Source { get; }

    /// <summary>See <see cref="EgressRequest.Service"/>.</summary>
    public abstract string Service { get; }

    /// <summary>See <see cref="EgressRequest.Cluster"/>.</summary>
    public abstract string Cluster { get; }

    /// <summary>See <see cref="EgressRequest.Route"/>.</summary>
    public abstract string Route { get; }

    /// <summary>See <see cref="EgressRequest.IsUpstreamSecure"/>.</summary>
    public abstract bool IsUpstreamSecure { get; }

    /// <summary>See <see cref="EgressRequest.Attempts"/>.</summary>
    public abstract int Attempts { get; }

    /// <summary>See <see cref="EgressRequest.Error"/>.</summary>
    public abstract EgressError Error { get; }

    /// <summary>See <see cref="EgressRequest.RequestBytes"/>.</summary>
    public abstract long RequestBytes { get; }

    /// <summary>See <see cref="EgressRequest.ResponseBytes"/>.</summary>
    public abstract long ResponseBytes { get; }

    /// <summary>See <see cref="EgressRequest.Elapsed"/>.</summary>
    public abstract TimeSpan Elapsed { get; }

    /// <summary>Replaces the target; false when it is too late.</summary>
    /// <param name="pathAndQuery">A valid origin-form target.</param>
    public abstract bool TrySetTarget(ReadOnlySpan<byte> pathAndQuery);

    /// <summary>What the filter whose phase is open declared.</summary>
    protected FilterCapabilities Capabilities { get; private set; }

    /// <summary>Position of the filter whose phase is open, for its state.</summary>
    protected int Slot { get; private set; }

    /// <summary>Called when a handle is used after its phase, before the exception; must be thread-safe.</summary>
    /// <param name="slot">Position of the filter that got the handle.</param>
    protected virtual void OnUseAfterPhase(int slot)
    {
    }

    /// <summary>Opens a phase: the handle is valid, and every earlier one is not, until the phase is closed.</summary>
    /// <param name="slot">Position of the filter in its chain, for its state.</param>
    /// <param name="capabilities">What it declared.</param>
    public EgressRequest OpenPhase(int slot, FilterCapabilities capabilities)
    {
        Slot = slot;
        Capabilities = capabilities;
        _epoch = ++_lastEpoch;
        return new EgressRequest(this, _epoch, slot);
    }

    /// <summary>Closes the phase: its handle is dead.</summary>
    public void ClosePhase() => _epoch = 0;

    /// <summary>Suspends the open phase of a filter that waits in <c>next</c> while other filters' phases run.</summary>
    /// <returns>What <see cref="ResumePhase"/> needs.</returns>
    public SuspendedPhase SuspendPhase() => new(_epoch, Slot, Capabilities);

    /// <summary>Makes the handle of a suspended phase valid again.</summary>
    /// <param name="phase">From <see cref="SuspendPhase"/>.</param>
    public void ResumePhase(SuspendedPhase phase)
    {
        _epoch = phase.Epoch;
        Slot = phase.Slot;
        Capabilities = phase.Capabilities;
    }

    /// <summary>Makes the states of all filters as good as new: the request is over.</summary>
    public void ResetStates()
    {
        var states = _states;
        for (var i = 0; i < states.Length; i++)
            if (states[i] is IFilterState state)
                Reset(ref states[i], state);
    }

    /// <summary>Forgets all states: other filters will run from now on.</summary>
    /// <param name="filters">How many.</param>
    public void ForgetStates(int filters) => _states = filters == 0 ? [] : new object?[filters];

    /// <summary>Forgets the state of one filter: it may still be using it.</summary>
    /// <param name="slot">Its position.</param>
    public void ForgetState(int slot)
    {
        if (slot < _states.Length)
            _states[slot] = null;
    }

    internal HeaderCollection HeadersOf(bool ofResponse) => ofResponse ? ResponseHeaders : RequestHeaders;

    internal void Check(int epoch, int slot)
    {
        if (epoch != _epoch || epoch == 0)
            ThrowUseAfterPhase(slot);
    }

    internal void Demand(FilterCapabilities capability)
    {
        if ((Capabilities & capability) != capability)
            throw new FilterContractException(FilterFault.Capability, $"the filter does not declare the capability {capability}");
    }

    internal T State<T>() where T : class, IFilterState, new() => StateAt<T>(Slot);

    internal T StateAt<T>(int slot) where T : class, IFilterState, new()
    {
        if (slot >= _states.Length)
            Array.Resize(ref _states, slot + 1);
        if (_states[slot] is T state)
            return state;
        var made = new T();
        // The phases of the two bodies may come here at the same time: both must get the same object.
        return Interlocked.CompareExchange(ref _states[slot], made, null) as T ?? made;
    }

    private static void Reset(ref object? place, IFilterState state)
    {
        try
        {
            state.Reset();
        }
        catch (Exception)
        {
            place = null; // what cannot be cleaned must not meet another request
        }
    }

    private void ThrowUseAfterPhase(int slot)
    {
        OnUseAfterPhase(slot);
        throw new FilterContractException(FilterFault.UseAfterPhase, "a request is valid only while the phase that got it runs; copy what is needed later");
    }
}
