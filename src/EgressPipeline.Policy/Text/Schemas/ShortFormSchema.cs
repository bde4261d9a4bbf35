using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A mapping that may also be written short, as one value.</summary>
internal sealed class ShortFormSchema(ValueSchema shortForm, ObjectSchema mapping) : ValueSchema
{
    public ObjectSchema Mapping => mapping;

    public override string Description => shortForm.Description + " or a mapping";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is YamlMapping)
            mapping.Check(node, path, bag);
        else if (node is YamlSequence)
            ReportWrongType(node, path, bag);
        else
            shortForm.Check(node, path, bag);
    }
}
