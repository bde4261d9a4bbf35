namespace EgressPipeline.Dns;

/// <summary>What became of a question: one of these in the metrics and in the record of every question.</summary>
internal enum DnsOutcome
{
    /// <summary>Answered with a virtual address.</summary>
    Virtual,

    /// <summary>Answered with the addresses that a ServiceEntry declares.</summary>
    Declared,

    /// <summary>Answered by a name server just now.</summary>
    Forwarded,

    /// <summary>Answered from the cache.</summary>
    Cached,

    /// <summary>Answered from the cache beyond its TTL, since no name server answers.</summary>
    Stale,

    /// <summary>A declared name with a search domain appended: there is none, so that the resolver goes on to the name itself.</summary>
    SearchExpansion,

    /// <summary>HTTPS and SVCB: answered as if there were none.</summary>
    Suppressed,

    /// <summary>Refused: no ServiceEntry declares the name.</summary>
    Unregistered,

    /// <summary>Refused: a policy denies every call to it.</summary>
    Denied,

    /// <summary>Refused: its addresses lie in guarded networks.</summary>
    Guarded,

    /// <summary>No name server gave a usable answer.</summary>
    Failed,

    /// <summary>Too many questions wait for name servers.</summary>
    Overload,

    /// <summary>A type, class or operation that is not served.</summary>
    Unsupported,

    /// <summary>Not a valid query.</summary>
    Malformed,
}
