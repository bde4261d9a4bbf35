using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Tests.Interception.Applying;

public sealed class ProcessStatusTests
{
    [Theory]
    // Root's programs: effective and bounding.
    [InlineData("0", "0000000000003000", "0000000000003000", "0000000000000000", true)]
    [InlineData("0", "0000000000003000", "0000000000000000", "0000000000003000", false)]
    // Another user's programs: ambient only.
    [InlineData("1337", "0000000000003000", "0000000000003000", "0000000000000000", false)]
    [InlineData("1337", "0000000000000000", "0000000000003000", "0000000000003000", true)]
    public void Capabilities_AreThoseAProgramWouldGet(string uid, string effective, string bounding, string ambient, bool has)
    {
        var status = $"Name:\tegress\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\nCapEff:\t{effective}\nCapBnd:\t{bounding}\nCapAmb:\t{ambient}\n";

        Assert.Equal(has, ProcessCapabilities.Parse(status).Has(ProcessCapabilities.NetAdmin));
        Assert.Equal(has, ProcessCapabilities.Parse(status).Has(ProcessCapabilities.NetRaw));
    }

    [Theory]
    [InlineData(1337, 0, true), InlineData(0, 1337, true), InlineData(0, 0, false), InlineData(1000, 1000, false)]
    public void Owner_ByUserOrGroup_IsExempt(uint uid, uint gid, bool exempt)
    {
        // Sockets carry the file system ids, which are the last ones.
        var owner = ProcessOwner.Parse($"Uid:\t5\t5\t5\t{uid}\nGid:\t6\t6\t6\t{gid}\n");

        Assert.Equal(exempt, owner.IsExempt(new InterceptOptions()));
    }

    [Fact]
    public void Difference_MissingSurplusAndOrder_AreTold()
    {
        Assert.Empty(RuleDifference.Of(["a  b", "\tc", ""], ["a b", "c"]));
        Assert.Equal(["missing: b", "not ours: x"], RuleDifference.Of(["a", "b"], ["a", "x"]));
        Assert.Equal(["not ours: a"], RuleDifference.Of(["a"], ["a", "a"]));
        Assert.Single(RuleDifference.Of(["a", "b"], ["b", "a"]));
    }
}
