using System.Text.Json.Nodes;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Makes whole documents of the corpus's bare specs.</summary>
internal static class CorpusDocument
{
    public static bool IsOurs(string kind) => kind is "ServiceEntry" or "VirtualService" or "DestinationRule" or "AuthorizationPolicy" or "Sidecar" or "RequestAuthentication";

    public static JsonObject Wrap(string kind, JsonNode spec, JsonNode? annotations = null, string ns = "ns5") => new()
    {
        ["apiVersion"] = (kind is "AuthorizationPolicy" or "RequestAuthentication" ? "security" : "networking") + ".istio.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = "case", ["namespace"] = ns, ["annotations"] = annotations ?? new JsonObject() },
        ["spec"] = spec,
    };

    /// <summary>A VirtualService with one http rule.</summary>
    public static JsonObject Route(JsonNode route, bool isDelegate = false)
    {
        var spec = new JsonObject { ["http"] = new JsonArray(route) };
        if (!isDelegate)
            spec["hosts"] = new JsonArray("foo.bar");
        return Wrap("VirtualService", spec);
    }

    /// <summary>A VirtualService whose one http rule routes somewhere and has one more field.</summary>
    public static JsonObject RouteWith(string field, JsonNode? value)
    {
        var route = JsonNode.Parse("""{"route":[{"destination":{"host":"foo.baz"}}]}""")!.AsObject();
        route[field] = value;
        return Route(route);
    }

    /// <summary>A DestinationRule with one field of a trafficPolicy.</summary>
    public static JsonObject TrafficPolicy(string field, JsonNode value) =>
        Wrap("DestinationRule", new JsonObject { ["host"] = "reviews", ["trafficPolicy"] = new JsonObject { [field] = value } });
}
