using System.Net;

namespace EgressPipeline.TestSupport.Dns;

/// <summary>What a <see cref="DnsServer"/> knows about one name.</summary>
internal sealed record DnsEntry(int TtlSeconds, IPAddress[] Addresses);
