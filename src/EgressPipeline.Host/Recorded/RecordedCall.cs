using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Host.Recorded;

/// <summary>
/// A call that a sidecar recorded, as far as its judgement hangs on what was recorded. Headers are not: a policy that asks
/// for one cannot be judged again. Texts are a client's: anything may be in them.
/// </summary>
/// <param name="Method">HTTP method, CONNECT, or empty for a relayed connection.</param>
/// <param name="Target">Host and port as called, or the server name; empty for an opaque connection.</param>
/// <param name="Path">Path and query; empty unless it is a request.</param>
/// <param name="Destination">The address that was dialled, <c>ip:port</c>; empty when none is known.</param>
/// <param name="Principal">The caller's SPIFFE id without its scheme; empty when unknown.</param>
/// <param name="SourceAddress">The caller's IP address; empty when unknown.</param>
/// <param name="SourceUid">User id of the calling process; null when unknown.</param>
/// <param name="SourceProcess">Its program; empty when unknown.</param>
/// <param name="Decision">What was decided.</param>
internal sealed record RecordedCall(string Method, string Target, string Path, string Destination, string Principal, string SourceAddress, uint? SourceUid, string SourceProcess, DecisionReason Decision)
{
    /// <summary>The call in the words that the policy library reads.</summary>
    public CallWords Words => this switch
    {
        { Method: "CONNECT" } => new CallWords { Method = Method, Connect = Target },
        { Method.Length: > 0 } => new CallWords { Method = Method, Url = "http://" + Target + Path, Destination = Dialled },
        { Target.Length: > 0 } => new CallWords { ServerName = Target, Destination = Dialled },
        _ => new CallWords { Address = Destination },
    };

    private string? Dialled => Destination.Length > 0 ? Destination : null;
}
