using EgressPipeline.Policy;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Image;

namespace EgressPipeline.Policies;

/// <summary>Makes the plan of a policy assembly usable for the workload that runs here, or says why it is not.</summary>
internal static class CompiledPolicyLoader
{
    public static PolicyLoad Load(PolicyAssemblyFile assembly, string contentHash, WorkloadContext workload)
    {
        if (!PolicyAssemblyReader.TryRead(assembly.Bytes, out var image, out var problem))
            return Refused(assembly, contentHash, problem);
        if (!PlanImage.TryRead(image, out var plan, out var error))
            return Refused(assembly, contentHash, "is not whole or not of this release: " + error.Message);
        if (WorkloadFit.FirstContradiction(plan.Workload, workload) is { } contradiction)
            return Refused(assembly, contentHash, contradiction);
        // As with YAML, the setting decides about undeclared destinations where no Sidecar resource does.
        var mode = plan.IsUnregisteredDeclared ? plan.Unregistered : workload.Unregistered;
        return new PolicyLoad(plan with { Unregistered = mode }, contentHash, [], []);
    }

    private static PolicyLoad Refused(PolicyAssemblyFile assembly, string contentHash, string reason)
    {
        var finding = BuildDiagnostics.BadAssembly;
        return new PolicyLoad(null, contentHash, [$"'{assembly.Path}' {reason}"], [new PolicyDiagnostic(finding.Id, finding.Severity, finding.Format(reason), new SourceRef(assembly.Path, 0, 0))]);
    }
}
