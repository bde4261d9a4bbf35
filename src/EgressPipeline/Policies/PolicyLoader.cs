using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policies;

/// <summary>Reads policy files and compiles them, or takes the plan out of a policy assembly. No side effects: what is done with the result is the caller's.</summary>
internal static class PolicyLoader
{
    public static PolicyLoad Load(IReadOnlyList<string> paths, WorkloadContext workload) => Compile(PolicyFiles.Read(paths), workload);

    public static PolicyLoad Compile(PolicyFiles files, WorkloadContext workload)
    {
        if (files.Problems.Count > 0)
            return new PolicyLoad(null, files.ContentHash, files.Problems, []);
        if (files.Assembly is { } assembly)
            return CompiledPolicyLoader.Load(assembly, files.ContentHash, workload);
        var result = PolicyCompiler.Compile(files.Files, workload);
        var errors = result.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()).ToArray();
        return new PolicyLoad(result.Plan, files.ContentHash, errors, result.Diagnostics);
    }
}
