namespace EgressPipeline.Filters;

/// <summary>A filter to be put in order.</summary>
/// <param name="Facts">Stage and constraints.</param>
/// <param name="Rank">0 for the sidecar's own stages except routing, which is last of its stage; 1 for bound filters.</param>
/// <param name="Order">The binding's.</param>
/// <param name="Name">The binding's, to make the order total.</param>
internal sealed record FilterOrderEntry(EgressFilterAttribute Facts, int Rank, int Order, string Name);
