using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>A match of a rule; null for a rule that matches everything. Entries are numbered in the order in which they are tried.</summary>
internal readonly record struct RouteEntry(int Route, HttpMatch? Match);
