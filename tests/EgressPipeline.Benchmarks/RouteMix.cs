namespace EgressPipeline.Benchmarks;

/// <summary>What the thousand rules of <see cref="ManyRoutes"/> ask for; the called one is always the last.</summary>
public enum RouteMix
{
    Exact,
    Prefix,
    Regex,
    Header,

    /// <summary>A quarter of each; the last asks for a header under a prefix that every call has.</summary>
    Mixed,

    /// <summary>As <see cref="Mixed"/>, but a call that no rule is for.</summary>
    MixedWithoutMatch,
}
