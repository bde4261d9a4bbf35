namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>What a region says of one field of its calls.</summary>
/// <param name="Name">For example <c>methods</c>, <c>paths</c>, <c>callers</c>, <c>header x-team</c>.</param>
/// <param name="Terms">Alternatives; never empty: a field of which nothing is said is left out.</param>
public sealed record RegionField(string Name, IReadOnlyList<RegionTerm> Terms)
{
    public override string ToString() => Name + " " + string.Join(", ", Terms);
}
