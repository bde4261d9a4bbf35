using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>rules[].to[].operation: every list written must match (AND); within a list one value suffices (OR).</summary>
public sealed record OperationMatchRule
{
    public Located<string>[] Hosts { get; init; } = [];
    public Located<string>[] NotHosts { get; init; } = [];

    /// <summary>Numbers in quotes, as Istio wants them.</summary>
    public Located<string>[] Ports { get; init; } = [];
    public Located<string>[] NotPorts { get; init; } = [];
    public Located<string>[] Methods { get; init; } = [];
    public Located<string>[] NotMethods { get; init; } = [];
    public Located<string>[] Paths { get; init; } = [];
    public Located<string>[] NotPaths { get; init; } = [];
    public required SourceRef Source { get; init; }
}

/// <summary>rules[].when[]: an attribute and the values it must, or must not, have.</summary>
public sealed record ConditionRule(Located<string>? Key, Located<string>[] Values, Located<string>[] NotValues, SourceRef Source);
