using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>Policies on the process that called, which no peer of the connection can tell.</summary>
public sealed class CallerProcessTests
{
    private static readonly string Policy = PolicyText.Join(
        CapturePolicies.Resolved("api.example.com", "HTTP", 80),
        CapturePolicies.Resolved("secure.example.com", "TLS", 443),
        CapturePolicies.Tcp("mail.example.com", 25, CapturePolicies.Mail),
        PolicyText.Authorization("app-only", "ALLOW", "- when: [{ key: source.uid, values: [\"1000\"] }, { key: source.process, values: [\"*/curl\"] }]\n"));

    [Theory]
    [InlineData("nft"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Call_ByAnotherUser_IsRefusedAndToldInTheRecord(string mode)
    {
        await using var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.AddHttpsAsync("secure.example.com", CapturePolicies.Secure);
        await world.InterceptAsync("apply", "--mode", mode);
        await using var egress = await world.StartSidecarAsync(Policy, "--outbound-tproxy", mode == "tproxy" ? "on" : "off");

        foreach (var family in new[] { "-4", "-6" })
        {
            Assert.Equal("hello from api.example.com\n200", (await world.RunAsAsync(1000, PodWorld.CurlCommand(family, "http://api.example.com/"))).Output);
            Assert.Equal("hello from secure.example.com\n200", (await world.RunAsAsync(1000, PodWorld.CurlCommand(family, "-k", "https://secure.example.com/"))).Output);
            Assert.Equal("403", (await world.RunAsAsync(1001, PodWorld.CurlCommand(family, "-o", "/dev/null", "http://api.example.com/"))).Output);
            Assert.Equal(35, (await world.RunAsAsync(1001, PodWorld.CurlCommand(family, "-k", "https://secure.example.com/"))).ExitCode);
        }

        var refused = egress.Records.First(record => record.Contains("\"response_code\":403", StringComparison.Ordinal));
        Assert.Contains("\"source_uid\":1001,\"source_pid\":", refused, StringComparison.Ordinal);
        Assert.Contains("/curl\"", refused, StringComparison.Ordinal);
        Assert.Contains("source.uid", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ByAnotherProgram_IsRefused()
    {
        await using var world = await PodWorld.CreateAsync();
        await world.GiveAsync(CapturePolicies.Mail);
        await world.AddRawAsync(CapturePolicies.Mail, 25, async connection => await connection.SendAsync("220 mail\r\n"));
        await world.InterceptAsync("apply");
        await using var egress = await world.StartSidecarAsync(Policy.Replace("values: [\"1000\"]", "values: [\"0\"]", StringComparison.Ordinal));
        var address = PodWorld.Addresses(CapturePolicies.Mail)[0];

        using var client = await world.ConnectAsync(address, 25); // this test's own program

        Assert.True(await client.WasResetAsync());
        Assert.Contains("220 mail", (await world.CurlAsync("--http0.9", "--max-time", "3", $"http://{address}:25/")).Output, StringComparison.Ordinal);
    }
}
