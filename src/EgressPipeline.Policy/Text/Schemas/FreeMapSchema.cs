using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A mapping whose content somebody else judges.</summary>
internal sealed class FreeMapSchema : ValueSchema
{
    public override string Description => "a mapping";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlMapping)
            ReportWrongType(node, path, bag);
    }
}
