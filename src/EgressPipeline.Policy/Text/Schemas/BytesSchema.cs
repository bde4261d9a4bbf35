using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A number of bytes in a range, plain or with a unit.</summary>
internal sealed class BytesSchema(long minimum, long maximum) : ValueSchema
{
    public override string Description => "a number of bytes";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar { Kind: YamlScalarKind.Integer or YamlScalarKind.Text } scalar)
            ReportWrongType(node, path, bag);
        else if (!ByteQuantity.TryParse(scalar.Value, out var bytes))
            bag.Report(LimitDiagnostics.BadBytes, node.Source, scalar.Value.Length <= 40 ? scalar.Value : scalar.Value.Substring(0, 40) + "…", path);
        else if (bytes < minimum || bytes > maximum)
            bag.Report(BindingDiagnostics.OutOfRange, node.Source, path, scalar.Value, ByteQuantity.Of(minimum) + " to " + ByteQuantity.Of(maximum));
    }
}
