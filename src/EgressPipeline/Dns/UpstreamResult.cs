namespace EgressPipeline.Dns;

/// <summary>How a question to one name server ended.</summary>
internal enum UpstreamResult
{
    Answered,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The server cannot be reached.</summary>
    Unreachable,

    /// <summary>SERVFAIL, REFUSED or another code that says nothing about the name.</summary>
    Refused,

    /// <summary>Not a valid answer to the question.</summary>
    Invalid,
}
