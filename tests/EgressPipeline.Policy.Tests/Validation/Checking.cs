using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Reads and validates YAML in one step.</summary>
internal static class Checking
{
    public const string File = "policy.yaml";

    public static IReadOnlyList<PolicyDiagnostic> Check(string yaml, ValidationOptions? options = null)
    {
        var documents = PolicyReader.Read([new PolicyFile(File, yaml)]);
        var bag = new DiagnosticBag();
        foreach (var diagnostic in documents.Diagnostics)
            bag.Add(diagnostic);
        PolicyValidator.Validate(documents, options ?? ValidationOptions.Default, bag);
        return bag.Items;
    }

    public static IEnumerable<PolicyDiagnostic> Errors(this IEnumerable<PolicyDiagnostic> items) => items.Where(d => d.Severity == Severity.Error);
}
