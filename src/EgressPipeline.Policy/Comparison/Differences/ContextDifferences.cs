using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>All differences of one context, in terms of its fields' classes; or why they could not be found exactly.</summary>
/// <param name="Fields">The fields that vary and matter.</param>
/// <param name="Found">Empty when the plans agree.</param>
/// <param name="Problem">Null when the comparison is complete.</param>
internal sealed record ContextDifferences(FieldClasses[] Fields, IReadOnlyList<Difference> Found, string? Problem);
