namespace EgressPipeline.TestKit.Tests.Filters;

/// <summary>What was held back of a body because the forbidden text may begin there.</summary>
public sealed class GuardState : IFilterState
{
    public List<byte> Held { get; } = [];

    public void Reset() => Held.Clear();
}
