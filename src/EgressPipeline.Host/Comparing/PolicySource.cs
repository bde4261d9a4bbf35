using EgressPipeline.Policies;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Comparing;

/// <summary>One side of a comparison as it lies on disk: YAML, read and judged once, or a policy assembly, which is for one workload.</summary>
internal sealed class PolicySource
{
    private readonly PolicyFiles _files;

    private PolicySource(string path, PolicyFiles files, PolicySet? set)
    {
        Path = path;
        _files = files;
        Set = set;
    }

    /// <summary>As given.</summary>
    public string Path { get; }

    /// <summary>Null for an assembly.</summary>
    public PolicySet? Set { get; }

    public PolicyAssemblyFile? Assembly => _files.Assembly;

    /// <summary>Null when it cannot be read or has errors; then <paramref name="problems"/> says why.</summary>
    public static PolicySource? Read(string path, List<string> problems)
    {
        var files = PolicyFiles.Read([path]);
        problems.AddRange(files.Problems);
        if (files.Problems.Count > 0)
            return null;
        var set = files.Assembly is null ? PolicySet.Read(files.Files) : null;
        if (set is not { HasErrors: true })
            return new PolicySource(path, files, set);
        problems.AddRange(Errors(set.Diagnostics));
        return null;
    }

    /// <summary>The plan for a workload; null when there is none.</summary>
    public EgressPlan? Compile(WorkloadContext workload, List<string> problems)
    {
        if (Assembly is { } assembly)
        {
            var load = CompiledPolicyLoader.Load(assembly, _files.ContentHash, workload);
            problems.AddRange(load.Problems);
            return load.Plan;
        }
        var result = Set!.Compile(workload);
        problems.AddRange(Errors(result.Diagnostics));
        return result.Plan;
    }

    /// <summary>The workload that an assembly was compiled for; unknown for YAML, which is for any.</summary>
    public PlanWorkload Workload =>
        Assembly is { } assembly && PolicyAssemblyReader.TryRead(assembly.Bytes, out var image, out _) && PlanImage.TryRead(image, out var plan, out _) ? plan.Workload : PlanWorkload.Unknown;

    private static IEnumerable<string> Errors(IReadOnlyList<PolicyDiagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => diagnostic.ToString());
}
