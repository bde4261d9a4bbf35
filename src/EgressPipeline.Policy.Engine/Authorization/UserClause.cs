using System.Globalization;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>source.uid</c>: the user of the process that called. Unknown where the call does not come from this machine.</summary>
public sealed class UserClause : AuthorizationClause
{
    public required uint[] Uids { get; init; }

    protected override Truth Test(in CallFacts call) => call.Process is { } process ? From(Array.IndexOf(Uids, process.Uid) >= 0) : Truth.Unknown;

    public override string Show(in CallFacts call) => call.Process is { } process ? process.Uid.ToString(CultureInfo.InvariantCulture) : "unknown";
}
