namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>A match of a route and what then is done with a call; the first that matches counts.</summary>
internal sealed record RouteStep(Conjunction Match, Treatment Treatment);
