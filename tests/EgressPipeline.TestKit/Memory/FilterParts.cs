namespace EgressPipeline.TestKit;

/// <summary>What a host gives a filter when it makes it, for a test to look at: log, metrics, and a clock that stands until it is told.</summary>
/// <remarks>Disposing cancels <see cref="FilterContext.Stopping"/>, as a host does before it disposes a filter.</remarks>
public sealed class FilterParts : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The filter's clock; timers fire when it is advanced.</summary>
    public ManualClock Time { get; } = new();

    /// <summary>What the filter logs.</summary>
    public CollectedLog Log { get; } = new();

    /// <summary>What the filter counts.</summary>
    public CollectedMetrics Metrics { get; } = new();

    /// <summary>The context of a filter without options.</summary>
    public FilterContext Context() =>
        new() { FilterName = "test", Binding = "default/test", Logger = Log, Metrics = Metrics, Time = Time, Stopping = _stopping.Token };

    /// <summary>The context of a filter with options that are valid.</summary>
    /// <param name="options">As the binding of YAML would have made them. Bounds of <see cref="OptionAttribute"/> are YAML's business; <see cref="SidecarSetup"/> checks them.</param>
    /// <param name="filter">The filter's name.</param>
    /// <param name="binding">Namespace and name of its binding.</param>
    /// <exception cref="AssertionFailedException">The options' own <see cref="IValidatedOptions"/> finds a problem.</exception>
    public FilterContext<TOptions> Context<TOptions>(TOptions options, string filter = "test", string binding = "default/test") where TOptions : class
    {
        if (Problems(options) is { Count: > 0 } problems)
            throw new AssertionFailedException("the options are not valid: " + string.Join("; ", problems));
        return new() { FilterName = filter, Binding = binding, Logger = Log, Metrics = Metrics, Time = Time, Stopping = _stopping.Token, Options = options };
    }

    /// <summary>What the options' own <see cref="IValidatedOptions"/> finds, each as <c>path: message</c>; empty without one.</summary>
    /// <param name="options">The options.</param>
    public static IReadOnlyList<string> Problems(object options)
    {
        var problems = new OptionProblems();
        (options as IValidatedOptions)?.Validate(problems);
        return [.. problems.Items.Select(problem => $"{problem.Item1}: {problem.Item2}")];
    }

    /// <summary>Says that the filter's time is over.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
