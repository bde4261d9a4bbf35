using Microsoft.Extensions.Logging;

namespace EgressPipeline;

/// <summary>
/// What a filter gets when it is made: once for every FilterBinding, at the start and again when its binding changes. Safe for
/// concurrent use. A filter that implements <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed when its last request is over.
/// </summary>
/// <remarks>For a host or a test kit to make; immutable.</remarks>
public class FilterContext
{
    /// <summary>The filter's name.</summary>
    public required string FilterName { get; init; }

    /// <summary>The binding, <c>namespace/name</c>.</summary>
    public required string Binding { get; init; }

    /// <summary>Writes to the operational log under the filter's name. Never log secrets or bodies.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Makes counters and gauges with bounded label values.</summary>
    public required FilterMetrics Metrics { get; init; }

    /// <summary>The clock; tests set it.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Cancelled when this instance is about to be disposed: background work ends.</summary>
    public required CancellationToken Stopping { get; init; }
}

/// <summary>The same with the options of the binding, bound and validated.</summary>
/// <typeparam name="TOptions">
/// A class with a public parameterless constructor and public properties that carry <see cref="OptionAttribute"/>.
/// </typeparam>
public sealed class FilterContext<TOptions> : FilterContext
    where TOptions : class
{
    /// <summary>The options; nobody else changes them.</summary>
    public required TOptions Options { get; init; }
}
