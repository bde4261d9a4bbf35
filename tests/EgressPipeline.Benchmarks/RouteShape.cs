namespace EgressPipeline.Benchmarks;

/// <summary>How the matches of a route look at the path.</summary>
public enum RouteShape
{
    Prefix,
    Regex,
}
