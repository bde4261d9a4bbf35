using System.Text.Json.Nodes;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>A part of a document from the corpus, put where it belongs.</summary>
internal sealed record CorpusFragment(JsonObject Document, bool IsValid)
{
    /// <summary>The fragment's document, or null when its suite is about kinds that the sidecar has no use for.</summary>
    public static CorpusFragment? Wrap(string suite, JsonObject test)
    {
        var document = FindPlace(suite, test);
        if (document is null)
            return null;
        var isValid = test["valid"] is { } valid ? (bool)valid
            : test["wantErr"] is { } wantError ? !(bool)wantError
            : test["expected"] is null;
        return new CorpusFragment(document, isValid);
    }

    private static JsonObject? FindPlace(string suite, JsonObject test)
    {
        var input = test["in"]?.DeepClone();
        return suite switch
        {
            "TestValidateCORSPolicy" => CorpusDocument.RouteWith("corsPolicy", input),
            "TestValidateHTTPFaultInjectionAbort" => CorpusDocument.RouteWith("fault", new JsonObject { ["abort"] = input, ["delay"] = JsonNode.Parse("""{"fixedDelay":"1s"}""") }),
            "TestValidateHTTPFaultInjectionDelay" => CorpusDocument.RouteWith("fault", new JsonObject { ["delay"] = input, ["abort"] = JsonNode.Parse("""{"httpStatus":500}""") }),
            "TestValidateHTTPRetry" => CorpusDocument.RouteWith("retries", input),
            "TestValidateHTTPRewrite" => CorpusDocument.RouteWith("rewrite", input),
            "TestValidateUriRegexRewrite" when input is not null => CorpusDocument.RouteWith("rewrite", new JsonObject { ["uriRegexRewrite"] = input }),
            "TestValidateHTTPHeaderName" => CorpusDocument.RouteWith("match", HeaderMatch((string)test["name"]!)),
            "TestStrictValidateHTTPHeaderName" => CorpusDocument.RouteWith("corsPolicy", new JsonObject { ["allowHeaders"] = new JsonArray((string)test["name"]!) }),
            "TestValidateHTTPHeaderValue" => CorpusDocument.RouteWith("headers", HeaderSet((string)test["input"]!)),
            "TestValidateHTTPStatus" => CorpusDocument.RouteWith("fault", new JsonObject { ["abort"] = new JsonObject { ["httpStatus"] = input } }),
            "TestValidateDestination" => CorpusDocument.Route(new JsonObject { ["route"] = new JsonArray(new JsonObject { ["destination"] = test["destination"]!.DeepClone() }) }),
            "TestValidateRouteDestination" => CorpusDocument.Wrap("VirtualService", new JsonObject { ["hosts"] = new JsonArray("foo.bar"), ["tcp"] = new JsonArray(new JsonObject { ["route"] = test["routes"]!.DeepClone() }) }),
            "TestValidateHTTPRoute" or "TestValidateRootHTTPRoute" => CorpusDocument.Route(test["route"]!.DeepClone()),
            "TestValidateDelegateHTTPRoute" => CorpusDocument.Route(test["route"]!.DeepClone(), isDelegate: true),
            "TestValidateHTTPRedirect" when test["redirect"] is { } redirect => CorpusDocument.Route(new JsonObject { ["redirect"] = redirect.DeepClone() }),
            "TestValidateHTTPDirectResponse" when test["directResponse"] is { } response => CorpusDocument.Route(new JsonObject { ["directResponse"] = response.DeepClone() }),
            "TestValidateChainingVirtualService" => CorpusDocument.Wrap("VirtualService", input!),
            "TestValidateConnectionPool" => CorpusDocument.TrafficPolicy("connectionPool", input!),
            "TestValidateLoadBalancer" => CorpusDocument.TrafficPolicy("loadBalancer", input!),
            "TestValidateOutlierDetection" => CorpusDocument.TrafficPolicy("outlierDetection", input!),
            "TestValidateTrafficPolicy" => CorpusDocument.Wrap("DestinationRule", new JsonObject { ["host"] = "reviews", ["trafficPolicy"] = input }),
            "TestValidatePortName" => Entry("ports", new JsonArray(new JsonObject { ["number"] = 80, ["name"] = PortName(test), ["protocol"] = "HTTP" })),
            "TestValidateWorkloadEntry" => Endpoint(input!.AsObject()),
            "Test_validateExportTo" => ExportTo(test),
            _ => null,
        };
    }

    private static JsonArray HeaderMatch(string name) =>
        new(new JsonObject { ["headers"] = new JsonObject { [name] = new JsonObject { ["exact"] = "x" } } });

    private static JsonObject HeaderSet(string value) =>
        new() { ["request"] = new JsonObject { ["set"] = new JsonObject { ["x-name"] = value } } };

    /// <summary>"full" stands for a name of the greatest length in the original.</summary>
    private static string PortName(JsonObject test) => (string)test["name"]!;

    private static JsonObject Entry(string field, JsonNode value)
    {
        var spec = JsonNode.Parse("""{"hosts":["foo.bar"],"resolution":"DNS","ports":[{"number":80,"name":"http","protocol":"HTTP"}]}""")!.AsObject();
        spec[field] = value;
        return CorpusDocument.Wrap("ServiceEntry", spec);
    }

    private static JsonObject Endpoint(JsonObject endpoint)
    {
        var ports = new JsonArray();
        foreach (var (name, _) in endpoint["ports"]?.AsObject() ?? [])
            ports.Add(new JsonObject { ["number"] = 80 + ports.Count, ["name"] = name, ["protocol"] = "HTTP" });
        if (ports.Count == 0)
            ports.Add(new JsonObject { ["number"] = 80, ["name"] = "http", ["protocol"] = "HTTP" });
        var isSocket = ((string?)endpoint["address"])?.StartsWith("unix:", StringComparison.Ordinal) == true;
        return CorpusDocument.Wrap("ServiceEntry", new JsonObject
        {
            ["hosts"] = new JsonArray("foo.bar"),
            ["resolution"] = isSocket ? "STATIC" : "DNS",
            ["ports"] = ports,
            ["endpoints"] = new JsonArray(endpoint),
        });
    }

    private static JsonObject ExportTo(JsonObject test)
    {
        var ns = (string)test["namespace"]!;
        var exportTo = test["exportTo"]!.DeepClone();
        if ((bool?)test["isServiceEntry"] == true)
        {
            var entry = Entry("exportTo", exportTo);
            entry["metadata"]!["namespace"] = ns;
            return entry;
        }
        var spec = new JsonObject { ["host"] = "reviews", ["exportTo"] = exportTo };
        if ((bool?)test["isDestinationRuleWithSelector"] == true)
            spec["workloadSelector"] = JsonNode.Parse("""{"matchLabels":{"app":"x"}}""");
        return CorpusDocument.Wrap("DestinationRule", spec, ns: ns);
    }
}
