namespace EgressPipeline.Policy;

/// <summary>The one entry: files in, plan and diagnostics out. Pure: no I/O, no clock, the same answer for any file order.</summary>
public static class PolicyCompiler
{
    public static CompilationResult Compile(IReadOnlyList<PolicyFile> files, WorkloadContext workload) => throw new NotImplementedException();
}
