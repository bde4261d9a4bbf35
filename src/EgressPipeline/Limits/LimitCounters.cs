using EgressPipeline.Telemetry.Metrics;

namespace EgressPipeline.Limits;

/// <summary>One counter for each bound of a limit.</summary>
internal sealed class LimitCounters
{
    private readonly Counter[] _slots;

    public LimitCounters(LabelSet limit) =>
        _slots = Array.ConvertAll(Enum.GetValues<LimitBound>(), bound => new Counter(limit.With(new KeyValuePair<string, string>("bound", SnakeCase.Of(bound.ToString())))));

    public Counter this[LimitBound bound] => _slots[(int)bound];

    /// <summary>The bounds that were reached, and how often.</summary>
    public IReadOnlyDictionary<string, long> NotZero() =>
        Enum.GetValues<LimitBound>().Where(bound => this[bound].Value > 0).ToDictionary(bound => SnakeCase.Of(bound.ToString()), bound => this[bound].Value);

    public void Collect(IMetricSink sink)
    {
        foreach (var slot in _slots)
            sink.Value(slot.Labels, slot.Value);
    }
}
