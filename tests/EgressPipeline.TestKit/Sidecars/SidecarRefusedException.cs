namespace EgressPipeline.TestKit;

/// <summary>The sidecar did not start: a policy, a binding or a filter is not valid, as <c>egress run</c> would say.</summary>
/// <param name="problems">One line each, with file, line and column where it has a place.</param>
public sealed class SidecarRefusedException(IReadOnlyList<string> problems) : Exception("the sidecar does not start:\n" + string.Join('\n', problems))
{
    /// <summary>One line each, with file, line and column where it has a place.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
