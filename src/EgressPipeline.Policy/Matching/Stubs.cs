// Replaced piece by piece by the matching work; the signatures are the contract with the runtime.
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Matching
{
    public sealed class HostIndex { public int Find(ReadOnlySpan<byte> host) => throw new NotImplementedException(); }
    public sealed class AddressIndex { }
    public sealed class CidrSet { public static readonly CidrSet Empty = new(); public bool Contains(IpValue address) => throw new NotImplementedException(); }
    public sealed class HttpMatch { }
    public sealed class TlsMatch { }
    public sealed class TcpMatch { }
}
namespace EgressPipeline.Policy.Authorization
{
    public sealed class AuthorizationPlan { }
}
namespace EgressPipeline.Policy.Diagnostics
{
    /// <summary>Every diagnostic id with its severity.</summary>
    public static class DiagnosticCatalogue { }
}
namespace EgressPipeline.Policy
{
    public sealed record PolicyFile(string Path, string Text);
    public sealed record WorkloadContext(string Namespace, System.Collections.Generic.IReadOnlyDictionary<string, string> Labels, UnregisteredMode Unregistered);
    public sealed record CompilationResult(EgressPlan? Plan, System.Collections.Generic.IReadOnlyList<Diagnostics.PolicyDiagnostic> Diagnostics);
    /// <summary>The one entry: files in, plan and diagnostics out.</summary>
    public static class PolicyCompiler
    {
        public static CompilationResult Compile(System.Collections.Generic.IReadOnlyList<PolicyFile> files, WorkloadContext workload) => throw new NotImplementedException();
    }
}
