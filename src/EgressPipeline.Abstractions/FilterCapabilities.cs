namespace EgressPipeline;

/// <summary>What a filter does, declared so that operators can judge it and the host can hold it to it.</summary>
[Flags]
public enum FilterCapabilities
{
    /// <summary>Looks at method, host, path and its own state only.</summary>
    None = 0,
    /// <summary>Reads header values.</summary>
    ReadsHeaders = 1,
    /// <summary>Sets, adds or removes headers, of the request or the response.</summary>
    ChangesHeaders = 1 << 1,
    /// <summary>Looks at body bytes.</summary>
    ReadsBody = 1 << 2,
    /// <summary>Replaces body bytes; implies <see cref="ReadsBody"/>.</summary>
    ChangesBody = 1 << 3,
    /// <summary>Refuses requests or connections.</summary>
    MayDeny = 1 << 4,
    /// <summary>Answers in place of the service.</summary>
    MayAnswer = 1 << 5,
    /// <summary>Sends the request to another declared service.</summary>
    MayRedirect = 1 << 6,
    /// <summary>Calls over the network while a request waits.</summary>
    CallsNetwork = 1 << 7,
    /// <summary>Blocks its thread (files, locks, heavy computing): the host calls it away from the event loop.</summary>
    Blocks = 1 << 8,
}
