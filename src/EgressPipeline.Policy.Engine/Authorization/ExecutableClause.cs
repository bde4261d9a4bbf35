using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary><c>source.process</c>: the program of the process that called. Unknown where it could not be read.</summary>
public sealed class ExecutableClause : AuthorizationClause
{
    public required ByteMatch[] Matches { get; init; }

    protected override Truth Test(in CallFacts call)
    {
        if (call.Process is not { Executable.Length: > 0 } process)
            return Truth.Unknown;
        foreach (var match in Matches)
            if (match.IsMatch(process.ExecutableBytes))
                return Truth.Yes;
        return Truth.No;
    }

    public override string Show(in CallFacts call) => call.Process is { Executable.Length: > 0 } process ? process.Executable : "unknown";
}
