namespace EgressPipeline.Policy.Testing;

/// <summary>To which outcomes an expectation can apply.</summary>
internal enum ExpectationScope
{
    /// <summary>To every decision.</summary>
    Any,

    /// <summary>To calls that are let through.</summary>
    Allowed,

    /// <summary>To calls that go to a cluster.</summary>
    Destination,

    /// <summary>To HTTP requests that go to a cluster.</summary>
    Request,

    /// <summary>To HTTP requests that the sidecar answers itself.</summary>
    Answer,
}
