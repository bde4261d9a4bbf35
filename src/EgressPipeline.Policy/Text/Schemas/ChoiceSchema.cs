using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>One of a set of words; some of them this release cannot serve.</summary>
internal sealed class ChoiceSchema(string[] values, params string[] notYet) : ValueSchema
{
    /// <summary>Words that are refused.</summary>
    public IReadOnlyList<string> NotYet => notYet;

    public override string Description => "one of " + string.Join(", ", values);

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar { Kind: YamlScalarKind.Text } scalar)
            ReportWrongType(node, path, bag);
        else if (Array.IndexOf(notYet, scalar.Value) >= 0)
            bag.Report(BindingDiagnostics.NotImplemented, node.Source, "'" + path + ": " + scalar.Value + "'");
        else if (Array.IndexOf(values, scalar.Value) < 0)
            bag.Report(BindingDiagnostics.UnknownValue, node.Source, scalar.Value, path, Hint(scalar.Value));
    }

    private string Hint(string written)
    {
        var suggestion = Spelling.Suggest(written, values);
        return suggestion.Length > 0 ? suggestion : " (" + string.Join(", ", values) + ")";
    }
}
