using EgressPipeline.Http;

namespace EgressPipeline.Sniffing;

/// <summary>What a connection speaks; every byte is still to be read.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Hello">The ClientHello of a TLS connection, null otherwise.</param>
internal readonly record struct SniffResult(SniffedProtocol Protocol, ClientHello? Hello);
