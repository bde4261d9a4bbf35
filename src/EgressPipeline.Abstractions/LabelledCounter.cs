using System.Collections.Frozen;

namespace EgressPipeline;

/// <summary>Counts by the value of one label, within a set that is known beforehand. Safe for concurrent use.</summary>
public sealed class LabelledCounter
{
    /// <summary>The value under which everything unknown is counted.</summary>
    public const string Other = "other";

    private readonly FrozenDictionary<string, FilterCounter> _counters;
    private readonly FilterCounter _other;

    /// <summary>For a host or a test kit.</summary>
    /// <param name="values">All values; <see cref="Other"/> is added.</param>
    public LabelledCounter(params ReadOnlySpan<string> values)
    {
        var counters = new Dictionary<string, FilterCounter>(StringComparer.Ordinal) { [Other] = new FilterCounter() };
        foreach (var value in values)
            counters.TryAdd(value, new FilterCounter());
        _counters = counters.ToFrozenDictionary(StringComparer.Ordinal);
        _other = _counters[Other];
    }

    /// <summary>The counter of a value; that of <see cref="Other"/> for a value that was not named. Keep it: looking it up costs more than counting.</summary>
    /// <param name="value">A value.</param>
    public FilterCounter this[string value] => _counters.GetValueOrDefault(value) ?? _other;

    /// <summary>Every value with its counter.</summary>
    public IReadOnlyDictionary<string, FilterCounter> All => _counters;
}
