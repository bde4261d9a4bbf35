using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Dns;

/// <summary>One question on its way to its answer, with the buffers of both. Reused; belongs to one flow of control at a time.</summary>
/// <param name="isTcp">True: answers may be as long as TCP's length prefix allows.</param>
internal sealed class DnsExchange(bool isTcp)
{
    /// <summary>Longest query that is read; an ordinary one has under 300 bytes.</summary>
    public const int MaxQuery = 4096;

    private const int MaxTcpAnswer = 65_535;

    public bool IsTcp { get; } = isTcp;

    /// <summary>The query as it came.</summary>
    public byte[] Message { get; } = new byte[MaxQuery];

    /// <summary>Bytes of <see cref="Message"/> that count.</summary>
    public int Length { get; set; }

    /// <summary>The answer.</summary>
    public byte[] Output { get; } = new byte[isTcp ? MaxTcpAnswer : AnswerWriter.OwnPayload];

    public DnsQuery Query { get; } = new();

    /// <summary>UTC ticks when the question came.</summary>
    public long StartTicks { get; set; }

    /// <summary>The clock's timestamp then.</summary>
    public long Started { get; set; }

    /// <summary>True once <see cref="Decision"/> is there: the query could be read.</summary>
    public bool IsJudged { get; set; }

    /// <summary>What the policies say.</summary>
    public Decision Decision { get; set; }

    /// <summary>Set while the question waits for a name server.</summary>
    public PlanNames? Names { get; set; }

    /// <summary>True for a name of an internal suffix.</summary>
    public bool IsInternal { get; set; }

    public ReadOnlySpan<byte> Request => Message.AsSpan(0, Length);

    /// <summary>Bytes that the asker takes.</summary>
    public int Limit => IsTcp ? MaxTcpAnswer : Math.Min(Query.Payload, AnswerWriter.OwnPayload);
}
