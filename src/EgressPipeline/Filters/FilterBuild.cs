namespace EgressPipeline.Filters;

/// <summary>What came of making the filters of a plan.</summary>
/// <param name="Set">The filters, or null when there are problems; nothing is left behind then.</param>
/// <param name="Problems">One line each, with file, line and column where there is one.</param>
/// <param name="Warnings">What does not keep the filters from working, likewise.</param>
internal sealed record FilterBuild(FilterSet? Set, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings);
