using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A duration of whole milliseconds, at least one; zero only where it means "off".</summary>
internal sealed class DurationSchema(bool allowZero = false) : ValueSchema
{
    public override string Description => "a duration";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlScalar { Kind: YamlScalarKind.Text } scalar)
        {
            ReportWrongType(node, path, bag);
            return;
        }
        if (!Duration.TryParse(scalar.Value, out var duration, out var isWhole))
            Report(scalar, path, "it is not of the form 1h2m3s500ms", bag);
        else if (duration < TimeSpan.Zero)
            Report(scalar, path, "it is negative", bag);
        else if (!isWhole)
            Report(scalar, path, "it is finer than a millisecond", bag);
        else if (duration == TimeSpan.Zero && !allowZero)
            Report(scalar, path, "it must be at least 1ms", bag);
    }

    private static void Report(YamlScalar scalar, string path, string why, DiagnosticBag bag) =>
        bag.Report(BindingDiagnostics.BadDuration, scalar.Source, scalar.Value, path, why);
}
