namespace EgressPipeline.Http;

/// <summary>What the Connection header lines of a message ask for (RFC 9110 §7.6.1).</summary>
[Flags]
internal enum ConnectionOptions
{
    None = 0,
    Close = 1,
    KeepAlive = 2,
    Upgrade = 4,

    /// <summary>Names a header that goes no further than this hop.</summary>
    Others = 8,
}
