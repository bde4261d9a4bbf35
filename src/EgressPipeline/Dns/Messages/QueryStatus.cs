namespace EgressPipeline.Dns.Messages;

/// <summary>What reading a query came to.</summary>
internal enum QueryStatus
{
    Ok,

    /// <summary>Too short for a header, or an answer: no reply.</summary>
    Ignored,

    /// <summary>FORMERR.</summary>
    Malformed,

    /// <summary>An opcode or type that is not served: NOTIMP.</summary>
    NotImplemented,

    /// <summary>Another class than IN: REFUSED.</summary>
    OtherClass,

    /// <summary>A version of EDNS that is not known: BADVERS.</summary>
    BadVersion,
}
