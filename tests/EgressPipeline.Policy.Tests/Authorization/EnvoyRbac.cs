using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tokens;
using YamlDotNet.RepresentationModel;

namespace EgressPipeline.Policy.Tests.Authorization;

/// <summary>
/// A second opinion: evaluates the Envoy RBAC configuration that Istio makes of an AuthorizationPolicy, on the same calls.
/// Only the node kinds that occur in Istio's own expected outputs are known; another one is a failed test.
/// </summary>
internal sealed class EnvoyRbac
{
    private readonly List<YamlMappingNode> _policies = [];

    private EnvoyRbac(string action) => Action = action;

    /// <summary>ALLOW, DENY or LOG.</summary>
    public string Action { get; }

    /// <summary>Null when the filter has no enforced rules (dry run only).</summary>
    public static EnvoyRbac? Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        if (Get(stream.Documents[0].RootNode, "typedConfig", "rules") is not YamlMappingNode rules)
            return null;
        var filter = new EnvoyRbac(Get(rules, "action")?.ToString() ?? "ALLOW");
        if (Get(rules, "policies") is YamlMappingNode policies)
            foreach (var policy in policies.Children.Values)
                filter._policies.Add((YamlMappingNode)policy);
        return filter;
    }

    public bool Matches(TestCall call) => _policies.Exists(policy =>
        ((YamlSequenceNode)Get(policy, "permissions")!).Any(node => Evaluate(node, call))
        && ((YamlSequenceNode)Get(policy, "principals")!).Any(node => Evaluate(node, call)));

    private static bool Evaluate(YamlNode node, TestCall call)
    {
        var (kind, value) = Single(node);
        return kind switch
        {
            "any" => true,
            "andRules" => Items(value, "rules").All(child => Evaluate(child, call)),
            "orRules" => Items(value, "rules").Any(child => Evaluate(child, call)),
            "andIds" => Items(value, "ids").All(child => Evaluate(child, call)),
            "orIds" => Items(value, "ids").Any(child => Evaluate(child, call)),
            "notRule" or "notId" => !Evaluate(value, call),
            "header" => Header(value, call),
            "urlPath" => Text(Get(value, "path")!, call.Path),
            "uriTemplate" => Template(Get(value, "typedConfig", "pathTemplate")!.ToString(), call.Path),
            "destinationPort" => call.Port == int.Parse(value.ToString(), CultureInfo.InvariantCulture),
            "destinationIp" => Address(value, call.DestinationIp),
            "remoteIp" or "directRemoteIp" => Address(value, call.SourceIp),
            "requestedServerName" => Text(value, call.Sni),
            "authenticated" => call.Caller is { } caller && Text(Get(value, "principalName")!, caller),
            "metadata" => Metadata(value, call),
            "sourcedMetadata" => false,
            _ => throw new NotSupportedException(kind),
        };
    }

    // Of a verified token Envoy's filter keeps the payload; of other metadata a call of ours has none.
    private static bool Metadata(YamlNode node, TestCall call)
    {
        if (Get(node, "filter")!.ToString() != "envoy.filters.http.jwt_authn" || call.Claims is null)
            return false;
        var path = Items(node, "path").Select(step => Get(step, "key")!.ToString()).ToArray();
        return path[0] == "payload" && call.Claims.Find(path[1..]) is { } claim && Value(Get(node, "value")!, claim);
    }

    private static bool Value(YamlNode matcher, ClaimValue value)
    {
        var (kind, inner) = Single(matcher);
        return kind switch
        {
            "stringMatch" => !value.IsList && value.Texts.Any(text => Text(inner, Encoding.UTF8.GetString(text))),
            "orMatch" => Items(inner, "valueMatchers").Any(one => Value(one, value)),
            "listMatch" => value.IsList && value.Texts.Any(text => Value(Get(inner, "oneOf")!, ClaimValue.Text(Encoding.UTF8.GetString(text)))),
            _ => throw new NotSupportedException(kind),
        };
    }

    private static bool Header(YamlNode node, TestCall call)
    {
        var name = Get(node, "name")!.ToString();
        var value = name switch
        {
            ":authority" => call.Host,
            ":method" => call.Method,
            _ => Array.Find(call.Headers, h => string.Equals(h.Item1, name, StringComparison.OrdinalIgnoreCase)).Item2,
        };
        if (value is null)
            return false;
        return Get(node, "presentMatch") is not null || Text(Get(node, "stringMatch") ?? Get(node, "safeRegexMatch")!, value);
    }

    private static bool Text(YamlNode matcher, string text)
    {
        var comparison = Get(matcher, "ignoreCase") is not null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (Get(matcher, "exact") is { } exact)
            return text.Equals(exact.ToString(), comparison);
        if (Get(matcher, "prefix") is { } prefix)
            return text.StartsWith(prefix.ToString(), comparison);
        if (Get(matcher, "suffix") is { } suffix)
            return text.EndsWith(suffix.ToString(), comparison);
        var pattern = Get(matcher, "safeRegex", "regex") ?? Get(matcher, "regex") ?? throw new NotSupportedException(matcher.ToString());
        return Regex.IsMatch(text, "^(?:" + pattern + ")$");
    }

    private static bool Template(string template, string path) =>
        Regex.IsMatch(path, "^" + Regex.Escape(template).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]+", StringComparison.Ordinal) + "$");

    private static bool Address(YamlNode node, string? address)
    {
        var text = Get(node, "addressPrefix") + "/" + Get(node, "prefixLen");
        return Cidr.TryParse(text, out var range) && address is not null && IpValue.TryParse(address, out var value) && range.Contains(value);
    }

    private static IEnumerable<YamlNode> Items(YamlNode node, string name) => (YamlSequenceNode)Get(node, name)!;

    private static (string Kind, YamlNode Value) Single(YamlNode node)
    {
        var pair = Assert.Single(((YamlMappingNode)node).Children);
        return (pair.Key.ToString(), pair.Value);
    }

    private static YamlNode? Get(YamlNode node, params string[] path)
    {
        foreach (var key in path)
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(new YamlScalarNode(key), out node!))
                return null;
        return node;
    }
}
