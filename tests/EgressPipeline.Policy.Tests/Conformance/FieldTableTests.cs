using System.Text;
using EgressPipeline.Policy.Tests.Validation;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Tests.Conformance;

/// <summary>The table of every field in docs/conformance.md is made of the schemas that policies are read by.</summary>
public sealed class FieldTableTests
{
    private const string Page = "docs/conformance.md";
    private const string Begin = "<!-- begin fields -->\n";
    private const string End = "<!-- end fields -->";

    private static readonly FieldTable[] Tables = [.. SpecField.Kinds.Keys.Select(kind => new FieldTable(kind))];

    [Fact]
    public void Table_OfEveryField_IsInTheDocument()
    {
        var text = new StringBuilder();
        foreach (var table in Tables)
            table.Write(text);
        WriteRefusals(text);
        text.Append("### Differ on purpose\n\n| field | Istio | here |\n|---|---|---|\n");
        foreach (var (path, istio, here) in FieldNotes.Differences)
            text.Append($"| `{path}` | {istio} | {here} |\n");
        var page = RepositoryDocument.Read(Page);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(from >= Begin.Length && to >= from, $"{Page} has no stretch for the fields");
        RepositoryDocument.Compare(Page, page[..from] + text + page[to..]);
    }

    [Fact]
    public void Notes_AreAboutFieldsThatAreAsTheySay()
    {
        var fields = SpecField.Kinds.Keys.SelectMany(SpecField.Of).ToDictionary(field => field.Path);
        Assert.Equal([], FieldNotes.NotYet.Keys.Except(NotYet()));
        Assert.All(FieldNotes.Differences, note => Assert.False(fields[note.Path].IsRefused, note.Path));
        Assert.All(FieldNotes.Values, note => Assert.False(fields[note.Path].IsRefused, note.Path));
    }

    [Fact]
    public void Values_ThatAreRefused_AreRefused() => Assert.All(FieldNotes.Values, note =>
    {
        var document = $"apiVersion: networking.istio.io/v1\nkind: {note.Path.Split('.')[0]}\nmetadata: {{name: a}}\nspec:\n  {note.Spec.Replace("\n", "\n  ", StringComparison.Ordinal)}\n";
        Assert.Contains(Checking.Check(document, EgressPipeline.Policy.Validation.ValidationOptions.Isolated), d => d.Id == note.Id);
    });

    private static IEnumerable<string> NotYet() => Tables.SelectMany(table => table.Refused.Where(field => field.Field.State == FieldState.NotYet).Select(field => field.Path)
        .Concat(table.WithRefusedValues.SelectMany(field => field.RefusedValues.Select(value => field.Path + ": " + value))));

    private static void WriteRefusals(StringBuilder text)
    {
        text.Append("### Refused\n\n| field or value | diagnostic | reason |\n|---|---|---|\n");
        foreach (var field in Tables.SelectMany(table => table.Refused).Where(field => field.Field.State == FieldState.Refused))
            text.Append($"| `{field.Path}` | [EGP0112](diagnostics/EGP0112.md) | {field.Field.Reason} |\n");
        foreach (var path in NotYet())
            text.Append($"| `{path}` | [EGP0107](diagnostics/EGP0107.md) | {FieldNotes.NotYet.GetValueOrDefault(path, "not in this release")} |\n");
        foreach (var (path, what, id, reason, _) in FieldNotes.Values)
            text.Append($"| `{path}`{(what.Length > 0 ? ": " + what : "")} | [{id}](diagnostics/{id}.md) | {reason} |\n");
        text.Append('\n');
    }
}
