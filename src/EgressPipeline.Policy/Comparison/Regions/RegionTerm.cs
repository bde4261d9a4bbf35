namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Part of a set of values in words: everything that matches a pattern, but for what exceptions match.</summary>
/// <param name="Pattern">As in policies (<c>/v1/*</c>, <c>10.0.0.0/8</c>); <see cref="Any"/> for everything.</param>
/// <param name="Except">Patterns whose values are not in the set; usually none.</param>
public sealed record RegionTerm(string Pattern, IReadOnlyList<string> Except)
{
    public const string Any = "any";

    public override string ToString() => Except.Count == 0 ? Pattern : Pattern + " except " + string.Join(", ", Except);
}
