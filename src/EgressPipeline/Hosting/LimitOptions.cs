namespace EgressPipeline.Hosting;

/// <summary>
/// Bounds of the data plane. Each has its own answer and counter when it is reached; ranges are those of
/// the setting catalogue.
/// </summary>
internal sealed record LimitOptions
{
    /// <summary>Downstream connections at once over all listeners, 1 to 1,000,000; more are closed at once (503 where HTTP).</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Bytes of a request or response head, 1 KiB to 1 MiB.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>Header fields of a head, 8 to 4096.</summary>
    public int MaxHeaders { get; init; } = 128;

    /// <summary>From the first byte of a request head to its blank line, 100 ms to 10 min.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A downstream connection without a request in flight, 100 ms to 24 h.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A relayed (opaque, CONNECT, upgraded) connection without a byte in either direction, 100 ms to 24 h.</summary>
    public TimeSpan RelayIdleTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A call in which neither side moves a byte, 1 s to 24 h; then it ends with 504, or a reset when its answer had begun.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes per second that a sent body must make on average, 0 (no bound) to 1 GiB.</summary>
    public int MinBodyRate { get; init; } = 240;

    /// <summary>How long a body may be slower than <see cref="MinBodyRate"/> before it is cut off, 1 s to 10 min.</summary>
    public TimeSpan BodyRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests at once on one HTTP/2 connection, 1 to 10,000; more are refused so that the client tries them again.</summary>
    public int MaxStreams { get; init; } = 256;

    /// <summary>Bytes of one request body that an HTTP/2 client may send ahead of its service, 64 KiB to 16 MiB.</summary>
    public int StreamWindow { get; init; } = 256 * 1024;

    /// <summary>The same of all requests on one connection, 64 KiB to 64 MiB: what a client can make this process hold.</summary>
    public int ConnectionWindow { get; init; } = 1024 * 1024;

    /// <summary>Wait for the first bytes that tell the protocol of a transparent connection, 10 ms to 1 min; then it is opaque TCP.</summary>
    public TimeSpan DetectionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>TCP connect and TLS handshake with a destination that no DestinationRule bounds, 10 ms to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// An upstream connection kept without a call, 100 ms to 1 h, unless a DestinationRule says otherwise. Shorter than
    /// the keep-alive of common servers, so that a call rarely meets a connection that is being closed.
    /// </summary>
    public TimeSpan UpstreamIdleTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Largest single wait for a name server's answer, 10 ms to 1 min.</summary>
    public TimeSpan DnsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls that faults may delay at once, 0 to 1,000,000; more go on without their delay.</summary>
    public int MaxDelayedCalls { get; init; } = 1000;

    /// <summary>Copies for mirrors under way at once, 0 to 100,000; more are dropped.</summary>
    public int MaxMirroredCalls { get; init; } = 100;

    /// <summary>Bytes of a body that is copied for mirrors, 0 to 16 MiB; requests with more are not mirrored.</summary>
    public int MaxMirroredBody { get; init; } = 64 * 1024;

    /// <summary>How long one call of a filter may hold its thread before that is reported, 10 ms to 1 min.</summary>
    public TimeSpan FilterStall { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the last addresses of a name are used after their TTL while its resolver fails, 0 s to 24 h.</summary>
    public TimeSpan DnsMaxStale { get; init; } = TimeSpan.FromMinutes(5);
}
