using System.Collections.Immutable;
using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Generators.Diagnostics;

/// <summary>The findings of all tables, each once: a file in several tables has its mistake in all of them.</summary>
internal static class Findings
{
    public static EquatableArray<FindingSpec> Of(ImmutableArray<TableOutcome> outcomes, ProjectFacts project, bool hasContract)
    {
        var findings = outcomes.SelectMany(outcome => outcome.Findings).Distinct().ToList();
        if (!hasContract && outcomes.Any(outcome => outcome.Table is not null))
            findings.Add(FindingSpec.At(project.File, BuildDiagnostics.ContractMissing.Id, BuildDiagnostics.ContractMissing.Format()));
        return new([.. findings]);
    }
}
