using EgressPipeline.Hosting.Settings;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Tests.Hosting;

public sealed class InterceptSettingsTests
{
    [Theory]
    [InlineData("intercept-exempt-uid", "root"), InlineData("intercept-exempt-uid", "-1"), InlineData("intercept-exempt-uid", "4294967295"), InlineData("intercept-exempt-gid", "1337;reboot")]
    [InlineData("intercept-exclude-ports", "0"), InlineData("intercept-exclude-ports", "65536"), InlineData("intercept-exclude-ports", "90-80"), InlineData("intercept-include-ports", "http"), InlineData("intercept-include-ports", "80,")]
    [InlineData("intercept-exclude-cidrs", "10.0.0.0/33"), InlineData("intercept-exclude-cidrs", "10.0.0/8"), InlineData("intercept-include-cidrs", "fe80::1%eth0"), InlineData("intercept-include-cidrs", "$(id)")]
    [InlineData("intercept-dns", "53-54"), InlineData("intercept-dns", "on"), InlineData("intercept", "nftables"), InlineData("intercept-quic", "maybe")]
    public void Read_WhatIsNoSuchValue_IsOneProblem(string setting, string value)
    {
        var result = Read((setting, value));

        Assert.Null(result.Options);
        Assert.Contains(Assert.Single(result.Problems).Split(' '), word => word == $"--{setting}:");
    }

    [Theory]
    [InlineData("intercept-dns", "15001")] // the transparent listener's port
    [InlineData("intercept-exclude-cidrs", "0.0.0.0/0")]
    [InlineData("intercept-exclude-cidrs", "::/0")]
    [InlineData("outbound", "off")]
    [InlineData("outbound", "127.0.0.1:0")]
    public void Read_WhatContradictsInterception_IsRefusedWithItOnly(string setting, string value)
    {
        Assert.Single(Read((setting, value), ("intercept", "nft")).Problems);
        Assert.Empty(Read((setting, value)).Problems);
    }

    [Fact]
    public void Read_DnsWithPort53Excluded_IsRefused() => Assert.Single(Read(("intercept", "nft"), ("intercept-dns", "15053"), ("intercept-exclude-ports", "50-60")).Problems);

    [Fact]
    public void Read_NobodyExempt_IsRefused() => Assert.Single(Read(("intercept", "nft"), ("intercept-exempt-uid", "none"), ("intercept-exempt-gid", "none")).Problems);

    [Fact]
    public void Read_Lists_AreReadInOrderWithoutRepetition()
    {
        var options = Read(("intercept-exclude-ports", "443, 80,8000-8010,443"), ("intercept-exclude-cidrs", "10.1.2.3/8,fd00::/8"), ("outbound", "15099")).Options!.Intercept;

        Assert.Equal([new PortRange(443, 443), new PortRange(80, 80), new PortRange(8000, 8010)], options.ExcludePorts);
        Assert.Equal(["10.0.0.0/8", "fd00::/8"], options.ExcludeCidrs.Select(range => range.ToString()));
        Assert.Equal(15099, options.OutboundPort);
    }

    [Theory]
    [InlineData(InterceptOptions.MaxEntries, 0), InlineData(InterceptOptions.MaxEntries + 1, 1)]
    public void Read_ListAtItsBound_EndsThere(int entries, int problems)
    {
        var ports = string.Join(',', Enumerable.Range(1, entries));

        Assert.Equal(problems, Read(("intercept-exclude-ports", ports)).Problems.Count);
    }

    private static SettingsResult Read(params (string Name, string Value)[] flags) =>
        SettingsReader.Read(flags.ToDictionary(flag => flag.Name, IReadOnlyList<string> (flag) => [flag.Value]), null, _ => null);
}
