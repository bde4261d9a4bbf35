namespace EgressPipeline.Policy.Plan;

/// <summary>Where a piece of a header's value comes from.</summary>
public enum HeaderSource
{
    /// <summary>The policy.</summary>
    Literal,

    /// <summary>A field of the request, or one of <c>:method</c>, <c>:path</c>, <c>:authority</c>, <c>:scheme</c>.</summary>
    RequestField,

    /// <summary>A field of the answer; in answers alone.</summary>
    ResponseField,

    /// <summary>The application's address.</summary>
    Caller,
    CallerAddress,
    CallerPort,

    /// <summary>The address that the application dialled; empty on the explicit proxy.</summary>
    Dialled,
    DialledAddress,
    DialledPort,

    /// <summary>The application's, <c>HTTP/1.1</c>.</summary>
    Protocol,

    /// <summary>When the request came, in UTC and milliseconds.</summary>
    StartTime,

    /// <summary>Of the machine the sidecar runs on.</summary>
    HostName,
    Cluster,
    Route,

    /// <summary>The endpoint that answered; in answers alone.</summary>
    Endpoint,
    EndpointAddress,
    EndpointPort,

    /// <summary>Of the answer; in answers alone.</summary>
    Status,

    /// <summary>Tries so far; in answers alone.</summary>
    Attempts,
}
