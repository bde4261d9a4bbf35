using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A text of at most so many characters.</summary>
internal sealed class TextSchema(int maxLength = int.MaxValue) : ValueSchema
{
    public override string Description => "a text";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar { Kind: YamlScalarKind.Text } scalar)
            ReportWrongType(node, path, bag);
        else if (scalar.Value.Length > maxLength)
            bag.Report(BindingDiagnostics.TooMany, node.Source, path, scalar.Value.Length, "characters", maxLength);
    }
}
