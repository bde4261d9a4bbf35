using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A whole number in a range.</summary>
internal sealed class IntegerSchema(long minimum, long maximum) : ValueSchema
{
    public override string Description => "a whole number";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar scalar || !scalar.TryGetInteger(out var number))
            ReportWrongType(node, path, bag);
        else if (number < minimum || number > maximum)
            bag.Report(BindingDiagnostics.OutOfRange, node.Source, path, number, Range());
    }

    private string Range() => maximum == int.MaxValue ? minimum + " or more" : minimum + " to " + maximum;
}
