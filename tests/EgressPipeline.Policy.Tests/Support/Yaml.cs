using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>Puts YAML in flow style together from generators of its parts. An empty part is left out.</summary>
internal static class Yaml
{
    /// <summary>The part in so many of a hundred cases, else nothing.</summary>
    public static Gen<string> Sometimes(int percent, Gen<string> part) =>
        Gen.Frequency((percent, part), (100 - percent, Gen.Const("")));

    public static Gen<string> Field(string name, Gen<string> value) => value.Select(text => text.Length == 0 ? "" : name + ": " + text);

    public static Gen<string> Map(params Gen<string>[] fields) => Join(fields).Select(text => "{" + text + "}");

    /// <summary>A map without braces that is empty when every field is.</summary>
    public static Gen<string> Join(params Gen<string>[] parts)
    {
        var joined = Gen.Const("");
        foreach (var part in parts)
            joined = Gen.Select(joined, part, (left, right) => left.Length == 0 ? right : right.Length == 0 ? left : left + ", " + right);
        return joined;
    }

    public static Gen<string> List(int min, int max, Gen<string> item) =>
        item.Array[min, max].Select(items => "[" + string.Join(", ", items.Distinct()) + "]");

    public static Gen<string> Texts(int max, Gen<string> item) => List(1, max, item.Select(Quote));

    public static string Quote(string text) => "\"" + text + "\"";

    /// <summary>A whole document.</summary>
    public static Gen<string> Document(string kind, string name, Gen<string> ns, Gen<string> spec) => Gen.Select(ns, spec, (space, body) => $"""
        ---
        apiVersion: {(kind == "AuthorizationPolicy" ? "security" : "networking")}.istio.io/v1
        kind: {kind}
        metadata: {"{"}name: {name}, namespace: {space}{"}"}
        spec: {body}

        """);
}
