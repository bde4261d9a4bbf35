namespace EgressPipeline.Host.Suggesting;

/// <summary>One rule of a suggested AuthorizationPolicy.</summary>
/// <param name="Principals">Who calls; a single empty text = nobody knows.</param>
/// <param name="Hosts">What is called.</param>
/// <param name="Port">Where.</param>
/// <param name="Methods">How; empty for relayed connections.</param>
/// <param name="Paths">What of it; empty = any.</param>
/// <param name="PathsSeen">How many paths stand behind <paramref name="Paths"/>.</param>
internal sealed record AccessRule(string[] Principals, string[] Hosts, int Port, string[] Methods, string[] Paths, int PathsSeen)
{
    /// <summary>True when the paths stand for more than what was seen.</summary>
    public bool IsWidened => PathsSeen > AccessSuggestions.MaxPaths;

    /// <summary>Everything but who and which host, for telling equal rules.</summary>
    public string Tail => $"{Port} {string.Join(',', Methods)} {string.Join(',', Paths)}";
}
