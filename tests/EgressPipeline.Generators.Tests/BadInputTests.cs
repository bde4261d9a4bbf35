using EgressPipeline.Generators.Compiling;
using EgressPipeline.Generators.Inputs;
using EgressPipeline.Generators.Tests.Driver;

namespace EgressPipeline.Generators.Tests;

/// <summary>Whatever stands in a policy file, the compiler lives, says where, and no partial table is left.</summary>
public sealed class BadInputTests
{
    private static readonly string Good = Yaml.Service("a", "a.example.com");

    public static TheoryData<string, string, string> Texts => new()
    {
        { "tab", Good.Replace("  hosts", "\thosts", StringComparison.Ordinal), "(5,1): error EGP0001" },
        { "anchor", Good.Replace("spec:", "spec: &a", StringComparison.Ordinal), "(4,7): error EGP0004" },
        { "alias bomb", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "(1,4): error EGP0004" },
        { "unknown alias", "a: *nowhere\n", "(1,4): error EGP0004" },
        { "unclosed list", "a: [1, 2\nb: 3\n", "error EGP0001" },
        { "nested brackets", new string('[', 50_000), "error EGP0002" },
        { "nested mappings", string.Concat(Enumerable.Repeat("{a: ", 50_000)), "error EGP0002" },
        { "ten megabytes", new string('#', 10 << 20), "(1,1): error EGP0003" },
        { "nul", Good + "\0", "error EGP0016" },
        { "control characters", "\u0001\u0002\u0003", "(1,1): error EGP0016" },
        { "half a surrogate", "a: \ud800\n", "error EGP" },
        { "template", Good.Replace("a.example.com", "{{ .Values.host }}", StringComparison.Ordinal), "error EGP" },
        { "template line", "{{- if .Values.enabled }}\n" + Good + "{{- end }}\n", "(1,1): error EGP0015" },
        { "duplicate key", Good + "spec: {}\n", "(8,1): error EGP0005" },
        { "number for text", Good.Replace("name: http", "name: 80", StringComparison.Ordinal), "error EGP0102" },
        { "list for document", "[a, b]\n", "(1,1): error EGP0007" },
        { "json", "{\"apiVersion\": \"networking.istio.io/v1\", \"kind\": \"ServiceEntry\"}", "error EGP0008" },
        { "long line", "a: " + new string('x', 1 << 20), "error EGP0008" },
        { "lone carriage returns", "kind: [\r\r\r", "error EGP0001" },
        { "line separators", "kind: [\u2028\u2029\u0085", "(1,8): error EGP0016" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void Text_ThatIsNoPolicy_IsALocatedErrorAndNoTable(string what, string text, string expected)
    {
        var run = PolicyProject.With(text).Add("policies/good.yaml", Yaml.Service("b", "b.example.com")).Build();

        Assert.NotEmpty(what);
        Assert.Contains(run.Messages, message => message.StartsWith("policies/a.yaml(", StringComparison.Ordinal) && message.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Findings, finding => finding.Id is "CS8785" or "EGP2001");
        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n---\n")]
    [InlineData("# nothing yet\n")]
    [InlineData("\ufeff")]
    public void Text_WithoutDocuments_AddsNothing(string text)
    {
        var run = PolicyProject.With(text).Add("policies/good.yaml", Good).Build();

        Assert.Empty(run.Messages);
        Assert.Contains("ServiceEntry/default/a", run.Members);
    }

    [Fact]
    public void Text_WithByteOrderMark_IsReadAndPlacedAsWithout()
    {
        Assert.Single(PolicyProject.With("\ufeff" + Good).Build().Tables);
        Assert.Equal(PolicyProject.With(Yaml.Service("a", "a..b")).Build().Messages, PolicyProject.With("\ufeff" + Yaml.Service("a", "a..b")).Build().Messages);
    }

    [Theory, InlineData(null), InlineData(PolicyAdditionalText.Fails)]
    public void File_ThatCannotBeRead_IsNamed(string? text)
    {
        var run = new PolicyProject().Add("policies/a.yaml", text).Add("policies/good.yaml", Good).Build();

        Assert.Equal(["policies/a.yaml(1,1): error EGP2002: the file cannot be read as text"], run.Messages);
        Assert.Empty(run.Sources);
    }

    /// <summary>A fault of the policy compiler is reported as what it is: turned off, a generator leaves a warning without a place.</summary>
    [Fact]
    public void Fault_OfTheCompiler_IsAnErrorWithTheTableAndTheReason()
    {
        var broken = new TableSource { Namespace = "Shop", Class = "Egress", Settings = null!, Files = default, Problems = default };

        var outcome = TableCompiler.Compile(broken, new ProjectFacts("/src/Shop/Shop.csproj", "/src/Shop/", "Shop"), default, TestContext.Current.CancellationToken);

        Assert.Null(outcome.Table);
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal(("EGP2001", "/src/Shop/Shop.csproj"), (finding.Id, finding.Path));
        Assert.StartsWith("the policies of table 'Egress' could not be compiled: NullReferenceException: ", finding.Message);
    }

    [Fact]
    public void Compile_Cancelled_Ends()
    {
        var source = new TableSource { Namespace = "Shop", Class = "Egress", Settings = new("", "", "", "", ""), Files = default, Problems = default };

        Assert.Throws<OperationCanceledException>(() => TableCompiler.Compile(source, new ProjectFacts("", "", ""), default, new CancellationToken(canceled: true)));
    }

    /// <summary>Every prefix of a policy, as an editor hands it over while somebody types.</summary>
    [Fact]
    public void Text_CutAnywhere_NeverThrows()
    {
        var run = PolicyProject.With(Yaml.Payments).Build();
        for (var length = 0; length < Yaml.Payments.Length; length += 3)
        {
            run = run.Again(project => project.Replace("policies/a.yaml", Yaml.Payments[..length]));
            Assert.Null(run.Result.Exception);
            Assert.DoesNotContain(run.Findings, finding => finding.Id is "CS8785" or "EGP2001");
        }
    }
}
