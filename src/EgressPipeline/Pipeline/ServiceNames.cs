using System.Runtime.CompilerServices;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Pipeline;

/// <summary>Names of declared services as filters see them: <c>namespace/name</c>. Made once per service, kept as long as its plan.</summary>
internal static class ServiceNames
{
    private static readonly ConditionalWeakTable<RuleRef, string> Names = [];

    /// <summary>The service that a call was found to be for; empty for an undeclared one.</summary>
    public static string Of(in Decision decision) =>
        (decision.Port?.Rule ?? decision.Host?.Service) is { } rule ? Names.GetValue(rule, static rule => rule.Id[(rule.Id.IndexOf('/', StringComparison.Ordinal) + 1)..]) : "";
}
