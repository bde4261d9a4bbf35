using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>paths</c>: exact, prefix, suffix, presence and templates, on the normalised path of an HTTP call.</summary>
public sealed class PathClause : AuthorizationClause
{
    public required ByteMatch[] Matches { get; init; }
    public required PathTemplate[] Templates { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (call.Kind != CallKind.Http)
            return Truth.Unknown;
        foreach (var match in Matches)
            if (match.IsMatch(call.Path))
                return Truth.Yes;
        foreach (var template in Templates)
            if (template.IsMatch(call.Path))
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => call.Kind == CallKind.Http ? AsciiText.Text(call.Path) : "unknown";
}
