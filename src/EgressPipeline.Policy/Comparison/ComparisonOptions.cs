using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison;

/// <summary>For whom plans are compared, and how much work that may be. Immutable.</summary>
public sealed record ComparisonOptions
{
    public static readonly ComparisonOptions Default = new();

    /// <summary>The one caller; null = every caller of the workload's namespace, told apart as far as the policies do.</summary>
    public CallerIdentity? Caller { get; init; }

    /// <summary>Kinds of hosts that are told apart; above this nothing is compared.</summary>
    public int MaxHostClasses { get; init; } = 200_000;

    /// <summary>States visited while telling the texts of one field apart; above this the hosts concerned are not compared exactly.</summary>
    public int MaxTextStates { get; init; } = 100_000;

    /// <summary>Products of conditions looked at for one host, port and kind of call; above this it is not compared exactly.</summary>
    public int MaxBoxes { get; init; } = 100_000;
}
