namespace EgressPipeline.Dns.Messages;

/// <summary>
/// An answer without header and question, ready to be copied behind any question for its name and type: the question always
/// stands at the same place, so pointers into it hold. Immutable, safe for concurrent use.
/// </summary>
internal sealed class DnsAnswer
{
    /// <summary>No records, no error: the name exists and has nothing of this type.</summary>
    public static DnsAnswer Empty { get; } = new() { Code = DnsCode.NoError, IsAuthoritative = true };

    public required DnsCode Code { get; init; }

    /// <summary>Answer records, then authority records.</summary>
    public byte[] Records { get; init; } = [];

    public int Answers { get; init; }

    public int Authorities { get; init; }

    /// <summary>Where in <see cref="Records"/> the TTLs stand.</summary>
    public int[] Ttls { get; init; } = [];

    /// <summary>Seconds that the answer holds; 0 = not at all.</summary>
    public int Lifetime { get; init; }

    /// <summary>How many addresses end <see cref="Records"/>; they may be given in any order.</summary>
    public int Addresses { get; init; }

    /// <summary>Bytes of one address record, all alike.</summary>
    public int AddressSize { get; init; }

    /// <summary>Addresses that were taken out because they lie in guarded networks.</summary>
    public int Guarded { get; init; }

    /// <summary>True for what this process knows of itself.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>The reason as an EDNS option (RFC 8914), or none.</summary>
    public byte[] ErrorOption { get; init; } = [];
}
