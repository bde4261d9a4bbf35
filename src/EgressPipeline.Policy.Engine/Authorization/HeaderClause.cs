using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>request.headers[name]</c>, HTTP/2's pseudo-headers included.</summary>
public sealed class HeaderClause : AuthorizationClause
{
    /// <summary>Lower-case.</summary>
    public required byte[] Name { get; init; }
    public required ByteMatch[] Matches { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (call.Kind is not (CallKind.Http or CallKind.Connect))
            return Truth.Unknown;
        if (call.Headers is null || !call.Headers.TryGetHeader(Name, out var value))
            return Truth.No;
        foreach (var match in Matches)
            if (match.Kind == ByteMatchKind.Present || match.IsMatch(value))
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) =>
        call.Headers is not null && call.Headers.TryGetHeader(Name, out var value) ? AsciiText.Text(value) : "absent";
}
