using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation.Delegation;

/// <summary>
/// Puts the rules of delegates in the place of the rules that delegate to them, one level deep. What does not fit was reported
/// when references were followed, and is left out here.
/// </summary>
internal static class DelegateMerger
{
    public static VirtualServiceRule[] Merge(VirtualServiceRule[] services)
    {
        if (!Array.Exists(services, service => Array.Exists(service.Http, rule => rule.Delegate is not null)))
            return services;
        var directory = new DelegateDirectory(services);
        return Array.ConvertAll(services, service => service with { Http = [.. service.Http.SelectMany(rule => Rules(service, rule, directory))] });
    }

    private static IEnumerable<HttpRouteRule> Rules(VirtualServiceRule root, HttpRouteRule rule, DelegateDirectory directory)
    {
        if (rule.Delegate is not { } toDelegate)
            return [rule];
        return directory.Find(root, toDelegate) is { Hosts.Length: 0 } service && DelegateDirectory.IsSeen(root, service)
            ? service.Http.Where(leaf => leaf.Delegate is null).Select(leaf => Merge(rule, leaf, service))
            : [];
    }

    private static HttpRouteRule Merge(HttpRouteRule root, HttpRouteRule leaf, VirtualServiceRule service) => leaf with
    {
        Name = Name(root, leaf),
        Match = MatchMerger.Merge(root.Match, leaf.Match, out _),
        Rewrite = leaf.Rewrite ?? root.Rewrite,
        Timeout = leaf.Timeout ?? root.Timeout,
        Retries = leaf.Retries ?? root.Retries,
        Headers = leaf.Headers ?? root.Headers,
        Fault = leaf.Fault ?? root.Fault,
        Mirrors = leaf.Mirrors.Length > 0 ? leaf.Mirrors : root.Mirrors,
        Cors = leaf.Cors ?? root.Cors,
        Delegated = new DelegatedRule(service, root),
    };

    private static Located<string>? Name(HttpRouteRule root, HttpRouteRule leaf)
    {
        if (root.Name is not { Value.Length: > 0 } rootName)
            return leaf.Name;
        return leaf.Name is { Value.Length: > 0 } name ? new Located<string>(rootName.Value + "-" + name.Value, name.Source) : rootName;
    }
}
