using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy;

/// <summary>
/// Policy files, read and judged once, from which plans for any number of workloads are compiled. Immutable, safe for
/// concurrent use.
/// </summary>
public sealed class PolicySet
{
    private PolicySet(PolicyDocuments documents, ValidationOptions options, DiagnosticBag bag)
    {
        Documents = documents;
        Options = options;
        Diagnostics = [.. bag.Items];
        HasErrors = bag.HasErrors;
    }

    public PolicyDocuments Documents { get; }

    public ValidationOptions Options { get; }

    /// <summary>What reading and judging found, in no order; compiling finds more.</summary>
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; }

    /// <summary>True when no plan can be compiled.</summary>
    public bool HasErrors { get; }

    public static PolicySet Read(IReadOnlyList<PolicyFile> files) => Read(files, ValidationOptions.Default);

    public static PolicySet Read(IReadOnlyList<PolicyFile> files, ValidationOptions options)
    {
        var documents = PolicyReader.Read(files);
        var bag = new DiagnosticBag();
        foreach (var diagnostic in documents.Diagnostics)
            bag.Add(diagnostic);
        PolicyValidator.Validate(documents, options, bag);
        return new PolicySet(documents, options, bag);
    }

    /// <summary>The plan for one workload, with everything that was found.</summary>
    public CompilationResult Compile(WorkloadContext workload) => PolicyCompiler.Compile(this, workload);
}
