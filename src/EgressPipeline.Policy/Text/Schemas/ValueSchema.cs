using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>The type of a field: what YAML may stand there. Checks report everything that is wrong, and go on.</summary>
internal abstract class ValueSchema
{
    /// <summary>How the type is called in messages.</summary>
    public abstract string Description { get; }

    /// <summary>Checks a node that is there and not null.</summary>
    /// <param name="node">The value.</param>
    /// <param name="path">Where it stands, for messages: <c>spec.http[0].timeout</c>.</param>
    /// <param name="bag">Takes what is wrong.</param>
    public abstract void Check(YamlNode node, string path, DiagnosticBag bag);

    protected void ReportWrongType(YamlNode node, string path, DiagnosticBag bag) =>
        bag.Report(BindingDiagnostics.WrongType, node.Source, path, Description, Describe(node));

    private static string Describe(YamlNode node) =>
        node is YamlScalar scalar && scalar.Kind != YamlScalarKind.Null
            ? node.Description + " (" + (scalar.Value.Length <= 40 ? scalar.Value : scalar.Value.Substring(0, 40) + "…") + ")"
            : node.Description;
}
