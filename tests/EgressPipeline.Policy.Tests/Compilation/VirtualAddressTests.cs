using CsCheck;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Compilation;

public sealed class VirtualAddressTests
{
    [Fact]
    public void TcpServices_WithoutAddresses_HaveAddressesThatLeadBack()
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "5432 TCP") + TestPolicies.Service("b.test", "5432 TCP", "80 HTTP"));
        Assert.Equal(2, plan.VirtualAddresses.All.Length);
        foreach (var host in plan.Hosts)
        {
            var address = plan.VirtualAddresses.Find(host)!;
            foreach (var value in new[] { address.V4, address.V6 })
                foreach (var port in host.Ports)
                    Assert.Same(host, plan.Addresses.Find(value, port.Number)!.Host);
        }
    }

    [Fact]
    public void Addresses_LieInTheirRanges()
    {
        Assert.Equal("240.240.0.1", VirtualAddressTable.V4(1).ToString());
        Assert.Equal("240.240.255.254", VirtualAddressTable.V4(VirtualAddressTable.Capacity).ToString());
        Assert.Equal("2001:2::f0f0:fffe", VirtualAddressTable.V6(VirtualAddressTable.Capacity).ToString());
        Assert.Equal("240.240.0.0/16", VirtualAddressTable.V4Range.ToString());
        Assert.Equal("2001:2::/48", VirtualAddressTable.V6Range.ToString());
        Assert.False(VirtualAddressTable.IsVirtual(IpValue.None));
    }

    [Theory]
    [InlineData("resolution: DNS", "addresses: [10.1.1.1]\n  resolution: DNS")]
    [InlineData("resolution: DNS", "resolution: NONE")]
    [InlineData("name: a.test", "name: a.test, labels: {networking.istio.io/enable-autoallocate-ip: 'false'}")]
    [InlineData("5432, name: p5432, protocol: TCP", "5432, name: p5432, protocol: HTTP")]
    [InlineData("a.test", "10.0.0.9")]
    public void Services_ThatNeedNone_HaveNone(string from, string to)
    {
        var yaml = TestPolicies.Service("a.test", "5432 TCP").Replace("resolution: NONE", "resolution: DNS", StringComparison.Ordinal);
        Assert.Contains(from, yaml, StringComparison.Ordinal);
        var result = TestPolicies.Compile(null, yaml.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(0, result.Plan?.VirtualAddresses.All.Length ?? 0);
    }

    [Fact]
    public void NameThatStandsForAnotherName_HasAnAddress()
    {
        var yaml = TestPolicies.Service("a.test", "80 HTTP").Replace("resolution: DNS", "resolution: DNS\n  endpoints: [{address: real.a.test}]", StringComparison.Ordinal);
        Assert.Equal(1, TestPolicies.Plan(yaml).VirtualAddresses.All.Length);
    }

    [Fact]
    public void Addresses_OtherServicesComeAndGo_StayTheSame()
    {
        var alone = TestPolicies.Plan(TestPolicies.Service("db.test", "5432 TCP"));
        var among = TestPolicies.Plan(string.Concat(Enumerable.Range(0, 50).Select(i => TestPolicies.Service("s" + i + ".test", "5432 TCP"))) + TestPolicies.Service("db.test", "5432 TCP"));
        Assert.Equal(Number(alone, "db.test"), Number(among, "db.test"));
    }

    [Fact]
    public void Collision_LaterName_MakesWay()
    {
        var (first, second) = Colliding();
        var plan = TestPolicies.Plan(TestPolicies.Service(second, "1 TCP") + TestPolicies.Service(first, "1 TCP"));
        Assert.Equal(VirtualAddressTable.Preferred(first, 0), Number(plan, first));
        Assert.Equal(VirtualAddressTable.Preferred(second, 1), Number(plan, second));
    }

    [Fact]
    public void DeclaredAddress_InTheRange_IsNotGivenToAnother()
    {
        var preferred = VirtualAddressTable.V4(VirtualAddressTable.Preferred("db.test", 0)).ToString();
        var other = TestPolicies.Service("other.test", "5432 TCP").Replace("resolution:", "addresses: [" + preferred + "]\n  resolution:", StringComparison.Ordinal);
        var plan = TestPolicies.Plan(TestPolicies.Service("db.test", "5432 TCP") + other);
        Assert.Equal(VirtualAddressTable.Preferred("db.test", 1), Number(plan, "db.test"));
    }

    [Fact]
    public void Choose_OneNumberLeft_FindsIt_NoneLeft_HasNone()
    {
        Assert.Equal(4711, VirtualAddressCompiler.Choose("db.test", number => number == 4711));
        Assert.Equal(1, VirtualAddressCompiler.Choose("db.test", number => number == 1));
        Assert.Equal(VirtualAddressTable.Capacity, VirtualAddressCompiler.Choose("db.test", number => number == VirtualAddressTable.Capacity));
        Assert.Null(VirtualAddressCompiler.Choose("db.test", _ => false));
    }

    [Fact]
    public void Preferred_AnyNameAndAttempt_IsInRange() =>
        Gen.Select(Gen.String, Gen.Int[0, 1000]).Sample(
            (name, attempt) => VirtualAddressTable.Preferred(name, attempt) is >= 1 and <= VirtualAddressTable.Capacity);

    [Fact]
    public void Lookup_OtherPortOfAVirtualAddress_IsNotTheServiceOfThatPort()
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "5432 TCP") + TestPolicies.Service("b.test", "6379 TCP"));
        var address = plan.VirtualAddresses.Find(plan.Hosts.Single(host => host.Pattern == "a.test"))!.V4;
        Assert.Equal(DecisionReason.Unregistered, Decide(plan, address, 6379));
        Assert.Equal(DecisionReason.Allowed, Decide(plan, address, 5432));
    }

    [Fact]
    public void TryBuild_SharedHostOrNumber_IsNoTable()
    {
        Assert.Null(VirtualAddressTable.TryBuild([new(0, 1), new(0, 2)]));
        Assert.Null(VirtualAddressTable.TryBuild([new(0, 1), new(1, 1)]));
    }

    [Fact]
    public void Image_RoundTrip_KeepsThem()
    {
        var plan = TestPolicies.Plan(TestPolicies.Service("a.test", "5432 TCP") + TestPolicies.Service("b.test", "5432 TCP"));
        var read = PlanImage.Read(PlanImage.Write(plan));
        Assert.Equal(plan.VirtualAddresses.All.ToArray(), read.VirtualAddresses.All.ToArray());
    }

    private static DecisionReason Decide(EgressPlan plan, IpValue address, int port) =>
        PolicyEngine.Decide(plan, new CallFacts { Kind = CallKind.Tcp, Caller = CallerIdentity.Anonymous, DestinationIp = address, Port = port }).Reason;

    private static int Number(EgressPlan plan, string name) => plan.VirtualAddresses.Find(plan.Hosts.Single(host => host.Pattern == name))!.Number;

    private static (string First, string Second) Colliding()
    {
        var names = new Dictionary<int, string>();
        for (var i = 0; ; i++)
        {
            var name = "n" + i.ToString("D5") + ".test";
            if (!names.TryAdd(VirtualAddressTable.Preferred(name, 0), name))
                return (names[VirtualAddressTable.Preferred(name, 0)], name);
        }
    }
}
