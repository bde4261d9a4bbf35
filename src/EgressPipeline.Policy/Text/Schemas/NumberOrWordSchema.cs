using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A whole number in a range, or one word.</summary>
internal sealed class NumberOrWordSchema(IntegerSchema number, string word) : ValueSchema
{
    public override string Description => "a whole number or '" + word + "'";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is YamlScalar { Kind: YamlScalarKind.Text } scalar && scalar.Value == word)
            return;
        if (node is YamlScalar { Kind: YamlScalarKind.Integer })
            number.Check(node, path, bag);
        else
            ReportWrongType(node, path, bag);
    }
}
