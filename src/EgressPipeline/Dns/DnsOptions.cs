using System.Net;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Dns;

/// <summary>Settings of the DNS proxy. Immutable; ranges are those of the setting catalogue.</summary>
internal sealed record DnsOptions
{
    /// <summary>Where it listens, UDP and TCP; null = not at all. Port 0 = any free port.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>Name servers to ask; empty = those of the system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>What becomes of questions for names that no ServiceEntry declares.</summary>
    public UndeclaredNames Undeclared { get; init; } = UndeclaredNames.Policy;

    /// <summary>How a refused name is answered.</summary>
    public DnsCode Refusal { get; init; } = DnsCode.NXDomain;

    /// <summary>Suffixes in wire form whose names are forwarded in every mode and may lie in private networks.</summary>
    public IReadOnlyList<byte[]> Internal { get; init; } = [];

    /// <summary>Answers that are remembered, 0 to 1,000,000.</summary>
    public int CacheEntries { get; init; } = 10_000;
}
