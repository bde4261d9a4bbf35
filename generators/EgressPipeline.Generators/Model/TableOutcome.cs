namespace EgressPipeline.Generators.Model;

/// <summary>What came of one table: the table when nothing is wrong, and every finding.</summary>
/// <param name="Table">Null when any finding is an error: there are no partial tables.</param>
/// <param name="Findings">Those of the policies by file, line and column, then those of their tests.</param>
internal sealed record TableOutcome(TableSpec? Table, EquatableArray<FindingSpec> Findings);
