using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>True or false; a value that this release cannot serve is reported as such.</summary>
internal sealed class BooleanSchema(bool? notYet = null) : ValueSchema
{
    /// <summary>The value that is refused; null = none.</summary>
    public bool? NotYet => notYet;

    public override string Description => "true or false";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar { Kind: YamlScalarKind.Boolean } scalar)
            ReportWrongType(node, path, bag);
        else if (scalar.AsBoolean == notYet)
            bag.Report(BindingDiagnostics.NotImplemented, node.Source, "'" + path + ": " + (notYet == true ? "true" : "false") + "'");
    }
}
