namespace EgressPipeline;

/// <summary>
/// Makes the metrics of one filter, exported as <c>egress_filter_{filter}_{name}</c> with the filter's dashes as underscores. The same name gives the
/// same series again, so that counts survive a reload. Make them once, in the constructor. Safe for concurrent use.
/// </summary>
public abstract class FilterMetrics
{
    /// <summary>Most values that a label may have.</summary>
    public const int MaxLabelValues = 64;

    /// <summary>A counter.</summary>
    /// <param name="name">Lower-case letters, digits and underscores; ends in <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    public abstract FilterCounter Counter(string name, string help);

    /// <summary>A counter with one label whose values are known beforehand.</summary>
    /// <param name="name">Lower-case letters, digits and underscores; ends in <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="label">Name of the label.</param>
    /// <param name="values">All values, at most <see cref="MaxLabelValues"/>; anything else counts as <c>other</c>.</param>
    public abstract LabelledCounter Counter(string name, string help, string label, params ReadOnlySpan<string> values);

    /// <summary>A gauge that is read when somebody scrapes. A later one of the same name takes its place.</summary>
    /// <param name="name">Lower-case letters, digits and underscores.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="read">Must not block or throw; called on any thread.</param>
    public abstract void Gauge(string name, string help, Func<double> read);
}
