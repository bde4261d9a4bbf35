// Replaced piece by piece by the matching work; the signatures are the contract with the runtime.
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Matching
{
    public sealed class HostIndex { public static HostIndex Build(System.Collections.Generic.IReadOnlyList<string> patterns) => throw new NotImplementedException(); public int Find(ReadOnlySpan<byte> host) => throw new NotImplementedException(); }
    public sealed class AddressIndex { }
    public sealed class HttpMatch
    {
        /// <summary>True when a rewrite replaces only the matched prefix.</summary>
        public bool IsPrefixMatch => throw new NotImplementedException();
        /// <summary>Bytes of the path that the prefix match covers; 0 for another kind of match.</summary>
        public int MatchedPrefixLength(ReadOnlySpan<byte> path) => throw new NotImplementedException();
    }
    public sealed class TlsMatch { }
    public sealed class TcpMatch { }
}
namespace EgressPipeline.Policy.Authorization
{
    public sealed class AuthorizationPlan { }
}
