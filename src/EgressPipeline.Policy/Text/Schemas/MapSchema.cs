using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A mapping from names of the author's choice to values of one type.</summary>
internal sealed class MapSchema(ValueSchema value, int maxItems = int.MaxValue, bool allowNull = false) : ValueSchema
{
    public ValueSchema Value => value;

    public override string Description => "a mapping";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlMapping mapping)
        {
            ReportWrongType(node, path, bag);
            return;
        }
        if (mapping.Entries.Count > maxItems)
            bag.Report(BindingDiagnostics.TooMany, node.Source, path, mapping.Entries.Count, "entries", maxItems);
        foreach (var entry in mapping.Entries)
        {
            if (!entry.Value.IsNull)
                value.Check(entry.Value, path + "[" + entry.Key.Value + "]", bag);
            else if (!allowNull)
                bag.Report(BindingDiagnostics.NullItem, entry.Key.Source, path);
        }
    }
}
