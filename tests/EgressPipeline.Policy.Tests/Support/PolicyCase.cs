using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>One case of a property: a policy set and the calls to judge by it. Its text has all that is needed to try it again by hand.</summary>
internal sealed record PolicyCase(PolicySet Set, TestCall[] Calls)
{
    public override string ToString() => Set + string.Join("\n", (object[])Calls);
}
