namespace EgressPipeline;

/// <summary>What becomes of a request whose filter failed: threw, took too long or broke the contract.</summary>
public enum FailureMode
{
    /// <summary>The request is refused. The default: a guard that is broken lets nobody through.</summary>
    Closed,
    /// <summary>The request goes on as if the filter were not there.</summary>
    Open,
}
