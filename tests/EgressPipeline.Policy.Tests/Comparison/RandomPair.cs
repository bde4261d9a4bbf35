using System.Text.RegularExpressions;
using CsCheck;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>
/// Pairs of policy sets as a change makes them: documents added, taken away, replaced, put in another order, or one word of
/// one document exchanged. Sometimes they have nothing to do with each other.
/// </summary>
internal static class RandomPair
{
    /// <summary>Words that stand for each other, so that a document stays valid in form.</summary>
    private static readonly string[][] Exchanges =
    [
        ["GET", "POST", "DELETE"],
        ["ALLOW", "DENY"],
        ["\"/a\"", "\"/a/b\"", "\"/admin\"", "\"/a*\"", "\"*/items\"", "\"/v1/{*}\"", "\"/{**}\""],
        ["exact", "prefix"],
        ["methods", "notMethods"],
        ["paths", "notPaths"],
        ["hosts: [\"", "notHosts: [\""],
        ["values", "notValues"],
        ["namespaces", "notNamespaces"],
        ["principals", "notPrincipals"],
        ["shop", "default"],
        ["a.test", "b.test", "*.test", "api.a.test"],
        ["10.0.0.0/8", "10.0.1.0/24", "127.0.0.1", "192.168.0.0/16"],
        ["80", "8080", "443"],
        ["x-team", "x-id"],
        ["2s", "750ms"],
        ["attempts: 1", "attempts: 3"],
        ["SIMPLE", "DISABLE"],
        ["RANDOM", "ROUND_ROBIN"],
        ["ignoreUriCase: true", "ignoreUriCase: false"],
        ["/v[0-9]+/.*", "/a.*", "/(a|admin)", "[a-z/]+"],
    ];

    public static Gen<PolicyPair> WithCalls(int count) => Gen.Select(RandomPolicySet.Any, RandomPolicySet.Any, Gen.Int[0, 9], Gen.Int[0, int.MaxValue - 1])
        .SelectMany((old, other, how, seed) => RandomCall.To([.. old.Services, .. other.Services]).Array[count]
            .Select(calls => new PolicyPair(old, old with { Yaml = Changed(old.Yaml, other.Yaml, how, seed) }, Array.ConvertAll(calls, call => Real(call, old.Workload.Namespace)))));

    private static string Changed(string old, string other, int how, int seed)
    {
        var documents = Documents(old);
        var others = Documents(other);
        var at = seed % documents.Count;
        switch (how)
        {
            case 0:
                return other;
            case 1:
                documents.RemoveAt(at);
                break;
            case 2:
                documents.Add(others[seed % others.Count]);
                break;
            case 3:
                documents[at] = others[seed % others.Count];
                break;
            case 4:
                documents.Reverse();
                break;
            default:
                documents[at] = Exchange(documents[at], seed);
                break;
        }
        return string.Concat(documents);
    }

    private static string Exchange(string document, int seed)
    {
        for (var i = 0; i < Exchanges.Length; i++)
        {
            var words = Exchanges[(i + seed) % Exchanges.Length];
            foreach (var word in words)
            {
                var found = Regex.Matches(document, Regex.Escape(word));
                if (found.Count == 0)
                    continue;
                var match = found[seed % found.Count];
                var other = words[(Array.IndexOf(words, word) + 1 + seed % (words.Length - 1)) % words.Length];
                return document[..match.Index] + other + document[(match.Index + match.Length)..];
            }
        }
        return document;
    }

    private static List<string> Documents(string yaml) =>
        [.. yaml.Split("---\n", StringSplitOptions.RemoveEmptyEntries).Select(document => "---\n" + document)];

    // The explicit proxy knows no dialled address, and a workload's identity is of its namespace.
    private static TestCall Real(TestCall call, string ns)
    {
        var isForeign = ns.Length > 0 && call.Caller is { } caller && caller.Contains("/ns/", StringComparison.Ordinal) && !caller.Contains("/ns/" + ns + "/", StringComparison.Ordinal);
        return call with { DestinationIp = call.Kind == CallKind.Connect ? null : call.DestinationIp, Caller = isForeign ? null : call.Caller };
    }
}
