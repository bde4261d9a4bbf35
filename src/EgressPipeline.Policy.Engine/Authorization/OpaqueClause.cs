using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary>
/// Part of every rule of a CUSTOM policy among the DENY rules: a call without a request of its own (a tunnel, passed-through
/// TLS, opaque TCP) shows an authorizer nothing to decide about, so it is refused where one should be asked.
/// </summary>
public sealed class OpaqueClause : AuthorizationClause
{
    // Whoever asks for a name has not made the call yet: it may become a request.
    protected override Truth Test(in CallFacts call) => call.IsQuestion ? Truth.Unknown : From(call.Kind != CallKind.Http);

    public override string Show(in CallFacts call) => call.Kind == CallKind.Http ? "a request" : "no request";
}
