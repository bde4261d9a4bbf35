using System.Net;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Registry;
using EgressPipeline.Tests.Upstream;

namespace EgressPipeline.Tests.Registry;

public sealed class AddressGuardTests
{
    private readonly AddressGuard _guard = new(static endPoint => endPoint.Port == 15001);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("10.1.2.3")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("64:ff9b::10.1.2.3")]
    public void Admit_GuardedAndUndeclared_RefusesAndCounts(string address)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), 80);
        Assert.Null(_guard.Admit(endPoint, CidrSet.Empty, out var refusal));
        Assert.Equal(EgressErrorReason.AddressGuarded, refusal.Reason);
        Assert.Contains("allowed-cidrs", refusal.Text, StringComparison.Ordinal);
        Assert.Equal(1, _guard.Refused(AddressClassifier.Classify(endPoint.Address)));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.0.0/16")]
    [InlineData("::ffff:10.1.2.3", "10.1.0.0/16")]
    [InlineData("127.0.0.1", "127.0.0.1/32")]
    [InlineData("fd00::1", "fd00::/8")]
    [InlineData("169.254.169.254", "169.254.169.254/32")]
    public void Admit_Declared_Admits(string address, string range)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), 80);
        Assert.Equal(endPoint, _guard.Admit(endPoint, UpstreamRig.Ranges(range), out _)?.EndPoint);
    }

    [Fact]
    public void Admit_DeclaredInnerButTranslated_Refuses() =>
        Assert.Null(_guard.Admit(new IPEndPoint(IPAddress.Parse("64:ff9b::10.1.2.3"), 80), UpstreamRig.Ranges("10.0.0.0/8"), out _));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Admit_NoDestination_RefusesEvenWhenDeclared(string address) =>
        Assert.Null(_guard.Admit(new IPEndPoint(IPAddress.Parse(address), 80), UpstreamRig.Ranges("0.0.0.0/0", "::/0"), out _));

    [Fact]
    public void Admit_OwnListener_RefusesEvenWhenDeclared()
    {
        Assert.Null(_guard.Admit(new IPEndPoint(IPAddress.Loopback, 15001), UpstreamRig.Ranges("127.0.0.0/8"), out var refusal));
        Assert.Equal(EgressErrorReason.Loop, refusal.Reason);
        Assert.Equal(1, _guard.Loops);
    }

    [Fact]
    public void Admit_Global_Admits() =>
        Assert.NotNull(_guard.Admit(new IPEndPoint(IPAddress.Parse("1.1.1.1"), 443), CidrSet.Empty, out _));
}
