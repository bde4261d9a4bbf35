namespace EgressPipeline.Http1;

/// <summary>What a connection's loop does next; each step waits for one thing.</summary>
internal enum Http1Step
{
    /// <summary>Read and parse the next request head.</summary>
    ReadRequest,
    /// <summary>Call the next filter's request phase.</summary>
    FilterRequest,
    /// <summary>Wait for a limit's bandwidth, then go on as noted.</summary>
    Slow,
    /// <summary>Send the head.</summary>
    SendHead,
    /// <summary>Inject the faults of the route.</summary>
    Fault,
    /// <summary>Let filters read the request body before anything is sent.</summary>
    PrepareBody,
    /// <summary>Run the attempts through the filters that surround them.</summary>
    Exchange,
    /// <summary>The attempts are over: a surrounding filter looks at what came of them.</summary>
    Exchanged,
    /// <summary>Choose an endpoint.</summary>
    Pick,
    /// <summary>Get a connection to it.</summary>
    Lease,
    /// <summary>Send head and buffered body.</summary>
    SendRequest,
    /// <summary>Read and parse the response head.</summary>
    ReadResponse,
    /// <summary>An attempt ended, well or not: answer, repeat or give up.</summary>
    AttemptEnded,
    /// <summary>Wait and attempt again.</summary>
    Retry,
    /// <summary>Call the next filter's response phase.</summary>
    FilterResponse,
    /// <summary>Read more of the response body.</summary>
    ReadResponseBody,
    /// <summary>Let filters read a piece of the response body.</summary>
    FilterResponseBody,
    /// <summary>Send what was written to the client, then go on as noted.</summary>
    FlushClient,
    /// <summary>Both sides agreed on another protocol: relay bytes until one ends.</summary>
    Upgraded,
    /// <summary>The client still sends a body that nobody wants any more.</summary>
    AwaitBodyPump,
    /// <summary>The exchange is over: record it, keep or drop the connections.</summary>
    Complete,
    /// <summary>The connection is over.</summary>
    Stop,
}
