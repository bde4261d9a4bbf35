using System.Runtime.CompilerServices;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>
/// One slot per member of an enum, so that the label's values are a bounded set by construction. The label is the member's
/// name in snake case. Members must count up from 0 without gaps.
/// </summary>
/// <typeparam name="TReason">An enum with <see cref="int"/> storage.</typeparam>
internal sealed class EnumCounters<TReason>
    where TReason : unmanaged, Enum
{
    private readonly Counter[] _slots;

    public EnumCounters(string label)
    {
        var members = Enum.GetValues<TReason>();
        _slots = new Counter[members.Length];
        for (var i = 0; i < members.Length; i++)
            _slots[Index(members[i])] = new Counter(LabelSet.Of(label, SnakeCase.Of(members[i].ToString())));
    }

    /// <summary>The slot of a member; a value that is no member counts as the first one.</summary>
    public Counter this[TReason reason]
    {
        get
        {
            var index = Index(reason);
            return (uint)index < (uint)_slots.Length ? _slots[index] : _slots[0];
        }
    }

    public void Increment(TReason reason) => this[reason].Increment();

    public void Collect(IMetricSink sink)
    {
        foreach (var slot in _slots)
            sink.Value(slot.Labels, slot.Value);
    }

    private static int Index(TReason reason) => Unsafe.As<TReason, int>(ref reason);
}
