namespace RateLimit;

/// <summary>What tells one budget from another.</summary>
public enum KeyPart
{
    /// <summary>The declared service (its ServiceEntry).</summary>
    Service,
    /// <summary>The called host: tells the names of a wildcard service apart.</summary>
    Host,
    /// <summary>The caller's SPIFFE id; all unknown callers are one.</summary>
    Principal,
    /// <summary>The route of the VirtualService.</summary>
    Route,
    /// <summary>The value of the header that <c>header</c> names; all requests without it are one.</summary>
    Header,
    /// <summary>The caller's IP address.</summary>
    Source,
}
