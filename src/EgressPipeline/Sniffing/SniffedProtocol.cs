namespace EgressPipeline.Sniffing;

/// <summary>What the first bytes of a connection turned out to be.</summary>
internal enum SniffedProtocol
{
    /// <summary>An HTTP/1 request line.</summary>
    Http1,

    /// <summary>The HTTP/2 connection preface (prior knowledge).</summary>
    Http2,

    /// <summary>A TLS ClientHello, which was read whole.</summary>
    Tls,

    /// <summary>Bytes of some other protocol.</summary>
    Opaque,

    /// <summary>The peer closed before it said anything, or in the middle of a ClientHello.</summary>
    Closed,

    /// <summary>The peer said too little in time: a protocol in which the server speaks first.</summary>
    TimedOut,
}
