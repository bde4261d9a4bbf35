namespace EgressPipeline.Http;

/// <summary>What the first bytes of a connection are, as far as TLS goes.</summary>
public enum ClientHelloStatus
{
    /// <summary>A whole, well-formed ClientHello.</summary>
    Done,
    /// <summary>The beginning of one; more bytes are needed.</summary>
    NeedMore,
    /// <summary>Not a TLS handshake record.</summary>
    NotTls,
    /// <summary>TLS by its first bytes, but no ClientHello that a server would take, or beyond the bounds.</summary>
    Malformed,
}
