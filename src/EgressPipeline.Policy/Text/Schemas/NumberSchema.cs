using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A number, fractions allowed, in a range.</summary>
internal sealed class NumberSchema(double minimum, double maximum) : ValueSchema
{
    public override string Description => "a number";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar scalar || !scalar.TryGetNumber(out var number))
            ReportWrongType(node, path, bag);
        else if (!(number >= minimum && number <= maximum))
            bag.Report(BindingDiagnostics.OutOfRange, node.Source, path, number, maximum == double.MaxValue ? minimum + " or more" : minimum + " to " + maximum);
    }
}
