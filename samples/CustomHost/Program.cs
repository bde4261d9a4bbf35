using CustomHost;
using EgressPipeline.Composition;

// The generator has found the filters: ApiVersionFilter of this project, and data-guard, which it references.
return await EgressHost.RunAsync(args, EgressFilters.All);
