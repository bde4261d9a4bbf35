using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Filters.Connections;

/// <summary>The filters of one connection: judges it once, and tells them when it is over.</summary>
internal sealed class ConnectionRun(FilterSet filters, ConnectionFacts facts, FilterServices services) : PhaseCaller(services)
{
    private readonly List<FilterSlot> _called = [];

    /// <summary>The filter that refused the connection; null when none did.</summary>
    public FilterSlot? RefusedBy { get; private set; }

    /// <summary>Calls every filter that is bound to the connection until one refuses it.</summary>
    /// <param name="decision">What the policies said about it.</param>
    /// <param name="host">The called host; empty where there is none.</param>
    /// <param name="cancellationToken">The sidecar ends.</param>
    public async ValueTask<FilterResult> JudgeAsync(Decision decision, ReadOnlyMemory<byte> host, CancellationToken cancellationToken)
    {
        foreach (var slot in filters.Connection)
        {
            if (!slot.Scope.Covers(decision, host.Span))
                continue;
            facts.Select(slot);
            var result = await Call(new FilterCall(slot, null), FilterPhase.Connection, cancellationToken);
            if (result.IsContinue)
                continue;
            RefusedBy = slot;
            facts.HideFirstBytes();
            return result;
        }
        facts.HideFirstBytes();
        return FilterResult.Continue;
    }

    /// <summary>The connection is over. Never throws.</summary>
    public void Close(EgressError error, long sent, long received)
    {
        facts.End(error, sent, received);
        foreach (var slot in _called)
        {
            facts.Select(slot);
            try
            {
                slot.Connection!.OnClosed(facts);
            }
            catch (Exception failure)
            {
                FilterFailures.Count(slot, FilterFailures.FaultOf(failure), failure, "over already");
            }
        }
        _called.Clear();
        Dispose();
    }

    protected override ValueTask<FilterResult> Invoke(in FilterCall filter, FilterPhase phase, CancellationToken patience) => filter.Slot.Connection!.OnConnectionAsync(facts, patience);

    protected override void Close()
    {
    }

    protected override void OnCall(in FilterCall filter) => _called.Add(filter.Slot);

    // It has a copy of the bytes and facts of its own.
    protected override void OnRunaway(FilterSlot slot)
    {
    }
}
