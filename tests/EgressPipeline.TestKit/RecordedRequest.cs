namespace EgressPipeline.TestKit;

/// <summary>One request that arrived at a <see cref="SimpleHttpServer"/>.</summary>
/// <param name="Message">The request as it came.</param>
/// <param name="Connection">Number of the connection it came on, from 1.</param>
/// <param name="Tls">What the handshake of that connection settled, or null.</param>
public sealed record RecordedRequest(RawMessage Message, int Connection, TlsFacts? Tls);
