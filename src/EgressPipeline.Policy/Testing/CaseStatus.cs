namespace EgressPipeline.Policy.Testing;

/// <summary>How a test case ended.</summary>
public enum CaseStatus
{
    Passed,

    /// <summary>An expectation does not hold.</summary>
    Failed,

    /// <summary>The policies do not compile for the caller's workload, so nothing was judged.</summary>
    NotRun,
}
