using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Telemetry;

/// <summary>What one DNS question was, as the access log prints it. A view: spans are borrowed for the call of <see cref="AccessLog.Write(in DnsAccessRecord)"/> only.</summary>
internal readonly ref struct DnsAccessRecord
{
    /// <summary>UTC ticks (100 ns since year 1) when the question came.</summary>
    public long StartTicks { get; init; }

    /// <summary>Ticks of 100 ns to the answer.</summary>
    public long DurationTicks { get; init; }

    /// <summary>Dotted, lower case, any bytes; empty for the root and for what could not be read.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Record type as a number; 0 when it could not be read.</summary>
    public ushort Type { get; init; }

    public bool IsTcp { get; init; }

    /// <summary>What became of it, in snake case.</summary>
    public ReadOnlySpan<byte> Outcome { get; init; }

    /// <summary>Response code as a number.</summary>
    public int Code { get; init; }

    /// <summary>Answer records.</summary>
    public int Answers { get; init; }

    /// <summary>What the policies say; null when they were not asked.</summary>
    public DecisionReason? Decision { get; init; }

    /// <summary>What decided, with its place in the YAML.</summary>
    public RuleRef? Rule { get; init; }
}
