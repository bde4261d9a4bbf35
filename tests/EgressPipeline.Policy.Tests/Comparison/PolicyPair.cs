using EgressPipeline.Policy.Tests.Decisions;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>Two policy sets for one workload, and calls to judge by both.</summary>
internal sealed record PolicyPair(Support.PolicySet Old, Support.PolicySet New, TestCall[] Calls)
{
    public override string ToString() => Old + "\n######## new\n" + New + string.Join("\n", (object[])Calls);
}
