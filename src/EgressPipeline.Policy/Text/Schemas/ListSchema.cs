using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A list of values of one type.</summary>
internal sealed class ListSchema(ValueSchema item, int minItems = 0, int maxItems = int.MaxValue, bool allowNull = false) : ValueSchema
{
    public ValueSchema Item => item;

    public override string Description => "a list";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlSequence sequence)
        {
            ReportWrongType(node, path, bag);
            return;
        }
        if (sequence.Items.Count > maxItems)
            bag.Report(BindingDiagnostics.TooMany, node.Source, path, sequence.Items.Count, "items", maxItems);
        if (sequence.Items.Count < minItems)
            bag.Report(BindingDiagnostics.TooFew, node.Source, path, minItems);
        for (var i = 0; i < sequence.Items.Count; i++)
            CheckItem(sequence.Items[i], path + "[" + i + "]", path, bag);
    }

    private void CheckItem(YamlNode node, string itemPath, string path, DiagnosticBag bag)
    {
        if (!node.IsNull)
            item.Check(node, itemPath, bag);
        else if (!allowNull)
            bag.Report(BindingDiagnostics.NullItem, node.Source, path);
    }
}
