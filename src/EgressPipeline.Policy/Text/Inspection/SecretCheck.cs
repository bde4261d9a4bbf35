using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Inspection;

/// <summary>Finds secrets among the values of a document.</summary>
internal static class SecretCheck
{
    /// <summary>Keys that only say how a value is compared; the name is the one further out.</summary>
    private static readonly string[] Comparisons = ["exact", "prefix", "regex"];

    public static void Report(YamlNode node, DiagnosticBag bag) => Report(node, "", bag);

    private static void Report(YamlNode node, string name, DiagnosticBag bag)
    {
        switch (node)
        {
            case YamlScalar { Kind: YamlScalarKind.Text } scalar:
                // The message must not repeat the value.
                if (Secrets.Describe(name, scalar.Value) is { } what)
                    bag.Report(TextDiagnostics.Secret, scalar.Source, name, what);
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    Report(item, name, bag);
                break;
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                    Report(entry.Value, Array.IndexOf(Comparisons, entry.Key.Value) >= 0 ? name : entry.Key.Value, bag);
                break;
        }
    }
}
