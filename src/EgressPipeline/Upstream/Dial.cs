using System.Net.Security;
using EgressPipeline.Clusters;
using EgressPipeline.Tls;

namespace EgressPipeline.Upstream;

/// <summary>What a new connection should be.</summary>
/// <param name="Endpoint">Where to.</param>
/// <param name="Tls">How it is secured; null = not at all.</param>
/// <param name="ServerName">The name it is secured for.</param>
/// <param name="Alpn">Protocols offered in the handshake.</param>
/// <param name="Preamble">Sent before anything else, TLS included; null = nothing.</param>
/// <param name="IsPooled">Whether it is kept for further exchanges.</param>
internal sealed record Dial(EndpointState Endpoint, TlsOrigin? Tls, string ServerName, List<SslApplicationProtocol>? Alpn, byte[]? Preamble, bool IsPooled);
