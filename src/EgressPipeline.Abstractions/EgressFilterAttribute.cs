namespace EgressPipeline;

/// <summary>
/// Makes a class a filter: the host finds it by this attribute and by nothing else. The class is sealed or at least not
/// abstract, public, and implements one or more of the phase interfaces (<see cref="IRequestFilter"/>,
/// <see cref="IResponseFilter"/>, <see cref="IRequestBodyFilter"/>, <see cref="IResponseBodyFilter"/>,
/// <see cref="IExchangeFilter"/>, <see cref="ICompletionFilter"/>, <see cref="IConnectionFilter"/>). It has one public
/// constructor: without parameters, with a <see cref="FilterContext"/>, or with a <see cref="FilterContext{TOptions}"/>.
/// </summary>
/// <param name="name">Unique, stable name, as policies, logs and metrics show it: lower-case letters, digits and dashes, 1 to 63 characters.</param>
/// <param name="version">The filter's own version, <c>major.minor.patch</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EgressFilterAttribute(string name, string version) : Attribute
{
    /// <summary>Unique, stable name.</summary>
    public string Name { get; } = name;

    /// <summary>The filter's own version.</summary>
    public string Version { get; } = version;

    /// <summary>One sentence about what the filter does, for <c>egress plugins list</c>.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where in the life of a request it stands.</summary>
    public FilterStage Stage { get; init; } = FilterStage.Request;

    /// <summary>What it does. Doing more than declared is refused and counts as a failure of the filter.</summary>
    public FilterCapabilities Capabilities { get; init; }

    /// <summary>Names of filters of the same stage that must run later. An unknown name or a cycle refuses the start.</summary>
    public string[] Before { get; init; } = [];

    /// <summary>Names of filters of the same stage that must run earlier. An unknown name or a cycle refuses the start.</summary>
    public string[] After { get; init; } = [];

    /// <summary>True when a FilterBinding must name hosts, services or routes: for filters that do harm at services nobody thought of.</summary>
    public bool RequiresScope { get; init; }

    /// <summary>What becomes of a request when the filter fails; a FilterBinding may say otherwise.</summary>
    public FailureMode FailureMode { get; init; } = FailureMode.Closed;

    /// <summary>Longest time that one phase of one request may take, 1 to 600,000 ms; a FilterBinding may say otherwise.</summary>
    public int DeadlineMilliseconds { get; init; } = 1000;

    /// <summary>For an <see cref="IExchangeFilter"/>: how often it may call <c>next</c> for one request, 1 to 16.</summary>
    public int MaxExchanges { get; init; } = 1;
}
