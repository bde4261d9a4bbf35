using System.Net;

namespace EgressPipeline.TestKit.Dns;

/// <summary>What a <see cref="DnsServer"/> knows about one name.</summary>
internal sealed record DnsEntry(int TtlSeconds, IPAddress[] Addresses);
