namespace EgressPipeline.Host.Plugins;

/// <summary>How a filter's declarations are said to people.</summary>
internal static class FilterWords
{
    public static string Capabilities(FilterCapabilities capabilities) =>
        capabilities == FilterCapabilities.None ? "sees method, host and path only" : string.Join(", ", Each(capabilities).Select(Of));

    /// <summary>Each capability that is declared, in the order of their values.</summary>
    public static IEnumerable<FilterCapabilities> Each(FilterCapabilities capabilities) =>
        Enum.GetValues<FilterCapabilities>().Where(one => one != FilterCapabilities.None && capabilities.HasFlag(one));

    public static string Of(FailureMode mode) => mode == FailureMode.Open ? "lets the call pass" : "fails the call";

    private static string Of(FilterCapabilities one) => one switch
    {
        FilterCapabilities.ReadsHeaders => "reads headers",
        FilterCapabilities.ChangesHeaders => "changes headers",
        FilterCapabilities.ReadsBody => "reads bodies",
        FilterCapabilities.ChangesBody => "changes bodies",
        FilterCapabilities.MayDeny => "may deny",
        FilterCapabilities.MayAnswer => "may answer",
        FilterCapabilities.MayRedirect => "may redirect",
        FilterCapabilities.CallsNetwork => "calls the network",
        FilterCapabilities.Blocks => "blocks its thread",
        _ => one.ToString(),
    };
}
