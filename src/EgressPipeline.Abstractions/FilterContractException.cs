namespace EgressPipeline;

/// <summary>A filter did what its contract forbids. The host fails the request in the filter's failure mode and counts the fault.</summary>
/// <param name="fault">What was done.</param>
/// <param name="message">What to do instead.</param>
public sealed class FilterContractException(FilterFault fault, string message) : InvalidOperationException(message)
{
    /// <summary>What was done.</summary>
    public FilterFault Fault { get; } = fault;
}
