using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Text;

public sealed class YamlTortureTests
{
    private const string Sidecar = "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: x}\nspec: {egress: [{hosts: ['*/*']}]}\n";

    [Theory]
    [InlineData("a: [1, 2\nb: 3\n", "EGP0001")]
    [InlineData("a: b: c\n", "EGP0001")]
    [InlineData("{", "EGP0001")]
    [InlineData("\"unterminated", "EGP0001")]
    [InlineData("a: &a [*a]\n", "EGP0004")]
    [InlineData("a: !!binary aGk=\n", "EGP0004")]
    [InlineData("kind: x\nkind: y\n", "EGP0005")]
    [InlineData("? [a]\n: b\n", "EGP0006")]
    [InlineData("just text", "EGP0007")]
    public void Read_Malformed_OneLocatedError(string yaml, string id)
    {
        var documents = Read(yaml);
        var error = Assert.Single(documents.Diagnostics, d => d.Id == id);
        Assert.True(error.Source.Line >= 1 && error.Source.Column >= 1, error.ToString());
    }

    [Theory]
    [InlineData("a: b\nc: {d: e", 2, 9)]
    [InlineData("a: b\r\nc: [d", 2, 6)]
    [InlineData("a: b\nc: [d\n", 3, 1)]
    public void Read_UnclosedAtTheEnd_IsLocatedWithinTheText(string yaml, int line, int column)
    {
        var error = Assert.Single(Read(yaml).Diagnostics);
        Assert.Equal(("EGP0001", line, column), (error.Id, error.Source.Line, error.Source.Column));
    }

    [Theory]
    [InlineData(50_000, '[')]
    [InlineData(50_000, '{')]
    [InlineData(50_000, '-')]
    public void Read_NestedFiftyThousandDeep_ReportsDepthWithoutOverflow(int depth, char open)
    {
        var yaml = open == '-' ? string.Concat(Enumerable.Repeat("- ", depth)) : new string(open, depth);
        Assert.Contains(Read(yaml).Diagnostics, d => d.Severity == Severity.Error);
    }

    [Theory]
    [InlineData("# a\u0085kind: x\n", 1, 4)]
    [InlineData("a: b\r\nc: \u2028\n", 2, 4)]
    [InlineData("a: b\rc: \u2029\n", 2, 4)]
    [InlineData("a: \u0007\n", 1, 4)]
    [InlineData("# \u007F\n", 1, 3)]
    [InlineData("\uFEFFa: \uFFFD\n", 1, 4)]
    [InlineData("a: b\n\uFEFFc: d\n", 2, 1)]
    [InlineData("a: b\n\0c: d\n", 2, 1)]
    public void Read_CharacterWithoutPlaceInAPolicy_IsLocatedAndEndsTheReading(string yaml, int line, int column)
    {
        var error = Assert.Single(Read(yaml + Sidecar).Diagnostics);
        Assert.Equal(("EGP0016", line, column), (error.Id, error.Source.Line, error.Source.Column));
    }

    [Theory]
    [InlineData("k\0i\0n\0d\0")]
    [InlineData("\0k\0i\0n\0d")]
    [InlineData("\uFFFD\uFFFDk\0i\0n\0d\0")]
    [InlineData("\uFFFD\uFFFD\0k\0i\0n\0d")]
    public void Read_Utf16_SaysSo(string text) => Assert.Contains("UTF-16", Assert.Single(Read(text).Diagnostics).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\tkind: x\n", 1)]
    [InlineData("# first\r\n  \tkind: x\r\n", 3)]
    [InlineData("\t- x\n", 1)]
    public void Read_TabBeforeTheFirstThing_IsAnError(string yaml, int column)
    {
        var error = Assert.Single(Read(yaml).Diagnostics);
        Assert.Equal(("EGP0001", column), (error.Id, error.Source.Column));
    }

    [Fact]
    public void Check_MoreFindingsThanAnybodyReads_Ends()
    {
        var found = PolicyCompiler.Compile([new PolicyFile("x.yaml", string.Concat(Enumerable.Repeat("--- a\n", 200_000)))], WorkloadContext.Unknown).Diagnostics;
        Assert.Equal(DiagnosticBag.MaxItems + 1, found.Count);
        Assert.Single(found, d => d.Id == TextDiagnostics.TooManyFindings.Id);
    }

    [Fact]
    public void Read_AliasBomb_StopsAtTheFirstAnchor()
    {
        var yaml = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n";
        var error = Assert.Single(Read(yaml).Diagnostics);
        Assert.Equal(("EGP0004", 1, 4), (error.Id, error.Source.Line, error.Source.Column));
    }

    [Fact]
    public void Read_Binary_ReportsAndDoesNotThrow()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (char)i).ToArray();
        Assert.Contains(Read(new string(bytes)).Diagnostics, d => d.Severity == Severity.Error);
    }

    [Theory]
    [InlineData("\uFEFF" + Sidecar)]
    [InlineData("---\n" + Sidecar + "---\n---\n# nothing\n...\n")]
    [InlineData("%YAML 1.2\n---\n" + Sidecar)]
    public void Read_BomEmptyDocumentsDirectives_ReadsTheOne(string yaml)
    {
        var documents = Read(yaml);
        Assert.Empty(documents.Diagnostics);
        Assert.Single(documents.Sidecars);
    }

    [Fact]
    public void Read_CarriageReturns_CountAsOneLineBreak()
    {
        var documents = Read((Sidecar + "---\n" + Sidecar.Replace("kind: Sidecar", "kind: Sidecar\nspecc: 1")).Replace("\n", "\r\n"));
        Assert.Contains(documents.Diagnostics, d => d.Id == "EGP0101" && d.Source.Line == 8);
    }

    [Fact]
    public void Read_TooLarge_OneErrorForTheFile()
    {
        var error = Assert.Single(Read(new string('#', YamlReader.MaxLength + 1)).Diagnostics);
        Assert.Equal("EGP0003", error.Id);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- ")]
    [InlineData("apiVersion: networking.istio.io/v1\nkind: SidecarList\nitems:\n- ")]
    public void Read_List_BindsEveryItem(string head)
    {
        var item = Sidecar.TrimEnd().Replace("\n", "\n  ");
        var documents = Read(head + item + "\n- " + item.Replace("name: x", "name: z") + "\n");
        Assert.Empty(documents.Diagnostics);
        Assert.Equal(["x", "z"], documents.Sidecars.Select(s => s.Meta.Name));
    }

    [Fact]
    public void Read_ErrorInOneFile_OthersAreStillRead()
    {
        var documents = PolicyReader.Read([new PolicyFile("bad.yaml", "a: ["), new PolicyFile("good.yaml", Sidecar)]);
        Assert.Equal("bad.yaml", Assert.Single(documents.Diagnostics).Source.File);
        Assert.Single(documents.Sidecars);
    }

    private static PolicyDocuments Read(string yaml) => PolicyReader.Read([new PolicyFile("x.yaml", yaml)]);
}
