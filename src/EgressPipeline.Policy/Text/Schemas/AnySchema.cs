using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Anything: read elsewhere, or not at all.</summary>
internal sealed class AnySchema : ValueSchema
{
    public static readonly AnySchema Instance = new();

    public override string Description => "anything";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
    }
}
