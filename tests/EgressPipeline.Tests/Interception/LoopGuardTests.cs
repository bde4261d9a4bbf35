using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using EgressPipeline.Interception;

namespace EgressPipeline.Tests.Interception;

public sealed class LoopGuardTests
{
    [Theory]
    // A specific listener is reached by its address, mapped or not, and by the unspecified one where that is loopback.
    [InlineData("127.0.0.1:15001", "127.0.0.1:15001", true)]
    [InlineData("127.0.0.1:15001", "[::ffff:127.0.0.1]:15001", true)]
    [InlineData("127.0.0.1:15001", "0.0.0.0:15001", true)]
    [InlineData("127.0.0.1:15001", "127.0.0.1:15002", false)]
    [InlineData("127.0.0.1:15001", "127.0.0.2:15001", false)]
    [InlineData("127.0.0.1:15001", "[::1]:15001", false)]
    [InlineData("127.0.0.1:15001", "203.0.113.80:15001", false)]
    [InlineData("[::1]:15001", "[::1]:15001", true)]
    [InlineData("[::1]:15001", "[::]:15001", true)]
    [InlineData("[::1]:15001", "127.0.0.1:15001", false)]
    [InlineData("[::ffff:127.0.0.1]:15001", "127.0.0.1:15001", true)]
    // A wildcard listener is reached by every local address of its family.
    [InlineData("0.0.0.0:15001", "127.0.0.1:15001", true)]
    [InlineData("0.0.0.0:15001", "127.9.9.9:15001", true)]
    [InlineData("0.0.0.0:15001", "0.0.0.0:15001", true)]
    [InlineData("0.0.0.0:15001", "[::ffff:127.0.0.1]:15001", true)]
    [InlineData("0.0.0.0:15001", "[::1]:15001", false)]
    [InlineData("0.0.0.0:15001", "203.0.113.80:15001", false)]
    [InlineData("0.0.0.0:15001", "203.0.113.80:443", false)]
    [InlineData("[::]:15001", "[::1]:15001", true)]
    [InlineData("[::]:15001", "[2001:db8::80]:15001", false)]
    [InlineData("[::]:15001", "127.0.0.1:15001", false)]
    public void IsOwnListener_OfOneListener(string listener, string destination, bool expected)
    {
        var guard = new LoopGuard();
        guard.Add(IPEndPoint.Parse(listener));

        Assert.Equal(expected, guard.IsOwnListener(IPEndPoint.Parse(destination)));
    }

    [Fact]
    public void IsOwnListener_WildcardAndAnAddressOfThisMachine_IsTrue()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .Where(a => a.AddressFamily == AddressFamily.InterNetwork);
        var guard = new LoopGuard();
        guard.Add(new IPEndPoint(IPAddress.Any, 15001));

        Assert.All(addresses, address => Assert.True(guard.IsOwnListener(new IPEndPoint(address, 15001))));
    }

    [Fact]
    public void Remove_AListenerThatStopped_NoLongerCounts()
    {
        var guard = new LoopGuard();
        guard.Add(new IPEndPoint(IPAddress.Loopback, 15001));
        guard.Add(new IPEndPoint(IPAddress.Loopback, 15006));

        guard.Remove(new IPEndPoint(IPAddress.Loopback, 15001));

        Assert.False(guard.IsOwnListener(new IPEndPoint(IPAddress.Loopback, 15001)));
        Assert.True(guard.IsOwnListener(new IPEndPoint(IPAddress.Loopback, 15006)));
    }
}
