using System.Text.Json.Nodes;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Validation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Istio's own validation cases: what it accepts must be accepted or named as not implemented, what it refuses refused.</summary>
public sealed class CorpusValidationTests
{
    [Theory]
    [InlineData("ServiceEntry")]
    [InlineData("VirtualService")]
    [InlineData("DestinationRule")]
    [InlineData("AuthorizationPolicy")]
    [InlineData("Sidecar")]
    public void Kind_IstioCases_SameVerdict(string kind)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var failures = new List<string>();
        foreach (var test in Cases("istio-validation-" + kind + ".json"))
        {
            var annotations = test["annotations"]?.DeepClone() ?? new JsonObject();
            Compare(kind + ": " + test["name"], CorpusDocument.Wrap(kind, test["spec"]!.DeepClone(), annotations), (bool)test["expectValid"]!, failures);
        }
        AssertNone(failures);
    }

    [Fact]
    public void ApiSchema_IstioCases_SameVerdict()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var failures = new List<string>();
        foreach (var test in Cases("istio-api-crd.json"))
            if (CorpusDocument.IsOurs((string)test["kind"]!))
                Compare("schema " + test["kind"] + ": " + test["name"], test["object"]!, (bool)test["expectValid"]!, failures);
        AssertNone(failures);
    }

    [Fact]
    public void Fragments_IstioCases_SameVerdict()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        var failures = new List<string>();
        foreach (var (name, suite) in Root("istio-validation-fragments.json")["tests"]!.AsObject())
            foreach (var test in suite!["cases"]!.AsArray())
                if (CorpusFragment.Wrap(name, test!.AsObject()) is { } fragment)
                    Compare(name + ": " + (test["name"] ?? test["in"] ?? test["input"]), fragment.Document, fragment.IsValid, failures);
        AssertNone(failures);
    }

    private static void Compare(string name, JsonNode document, bool expectValid, List<string> failures)
    {
        var errors = Checking.Check(document.ToJsonString(), ValidationOptions.Isolated).Errors().ToList();
        var isValid = errors.All(e => e.Id == BindingDiagnostics.NotImplemented.Id || e.Id == BindingDiagnostics.Refused.Id);
        var isRefused = !isValid || (errors.Count > 0 && ConformanceList.OnlyNotImplemented.Contains(name));
        if ((expectValid ? isValid : isRefused) || ConformanceList.Names.Contains(name))
            return;
        failures.Add($"{name}: expected {(expectValid ? "valid" : "an error")}; found\n    " + string.Join("\n    ", errors) + "\n    " + document.ToJsonString());
    }

    private static void AssertNone(List<string> failures) =>
        Assert.True(failures.Count == 0, failures.Count + " verdicts differ from Istio's:\n" + string.Join("\n", failures));

    private static IEnumerable<JsonObject> Cases(string file) => Root(file)["cases"]!.AsArray().Select(c => c!.AsObject());

    private static JsonNode Root(string file) => JsonNode.Parse(File.ReadAllText(Corpus.Path("vectors/" + file)))!;
}
