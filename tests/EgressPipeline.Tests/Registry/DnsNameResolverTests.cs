using EgressPipeline.Registry;
using EgressPipeline.TestKit;
using EgressPipeline.TestSupport.Dns;

namespace EgressPipeline.Tests.Registry;

public sealed class DnsNameResolverTests : IDisposable
{
    private readonly DnsServer _server = DnsServer.Start();
    private readonly TempFolder _folder = new();
    private readonly DnsNameResolver _resolver;

    public DnsNameResolverTests() => _resolver = new DnsNameResolver(new NameServers([_server.EndPoint], "/nowhere"), TimeSpan.FromSeconds(5));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Resolve_SeveralAddresses_GivesAllInOrderWithTheTtl()
    {
        _server.Set("api.example.com", 42, "192.0.2.2", "192.0.2.1");
        var answer = await AskAsync("api.example.com");
        Assert.Equal(NameStatus.Found, answer.Status);
        Assert.Equal(["192.0.2.2", "192.0.2.1"], answer.Addresses.Select(address => address.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(42), answer.Ttl);
    }

    [Fact]
    public async Task Resolve_OnlyV6_GivesIt()
    {
        _server.Set("six.example.com", 42, "2001:db8::1");
        Assert.Equal(["2001:db8::1"], (await AskAsync("six.example.com")).Addresses.Select(address => address.ToString()));
    }

    [Fact]
    public async Task Resolve_UnknownName_IsNotFoundForTheNegativeTtl()
    {
        var answer = await AskAsync("gone.example.com");
        Assert.Equal(NameStatus.NotFound, answer.Status);
        Assert.Equal(TimeSpan.FromSeconds(7), answer.Ttl);
        Assert.Contains("no such name", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_NameWithoutAddress_IsNotFound()
    {
        _server.Set("empty.example.com", 42);
        Assert.Equal(NameStatus.NotFound, (await AskAsync("empty.example.com")).Status);
    }

    [Fact]
    public async Task Resolve_ServerFails_IsAFailure()
    {
        _server.Fails = true;
        var answer = await AskAsync("api.example.com");
        Assert.Equal(NameStatus.Failed, answer.Status);
        Assert.Contains("ServerFailure", answer.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { })] // not even a header
    [InlineData(new byte[] { 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0 })] // records that are not there
    [InlineData(new byte[] { 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0xC0, 0x0C, 0, 1, 0, 1, 0xC0, 0x0C })] // a name that points at itself
    [InlineData(new byte[] { 0x84, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public async Task Resolve_Garbage_IsAFailureWithinTheBound(byte[] garbage)
    {
        _server.Garbage = garbage;
        var resolver = new DnsNameResolver(new NameServers([_server.EndPoint], "/nowhere"), TimeSpan.FromMilliseconds(100));
        Assert.Equal(NameStatus.Failed, (await resolver.ResolveAsync("api.example.com", default).AsTask().Within()).Status);
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(512, 512)]
    [InlineData(513, 512)]
    public async Task Resolve_ManyAddresses_GivesThemUpToABound(int named, int given)
    {
        _server.Set("many.example.com", 42, [.. Enumerable.Range(0, named).Select(i => $"192.0.{2 + (i / 250)}.{i % 250}")]);
        Assert.Equal(given, (await AskAsync("many.example.com")).Addresses.Length);
    }

    [Fact]
    public async Task Resolve_ServerIsSilent_FailsWithinTheBound()
    {
        _server.IsSilent = true;
        var resolver = new DnsNameResolver(new NameServers([_server.EndPoint], "/nowhere"), TimeSpan.FromMilliseconds(50));
        var answer = await resolver.ResolveAsync("api.example.com", default).AsTask().Within();
        Assert.Equal(NameStatus.Failed, answer.Status);
        Assert.Contains("did not answer in time", answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_NoServerConfigured_SaysSo()
    {
        var resolver = new DnsNameResolver(new NameServers([], _folder.Write("resolv.conf", "# empty\n")), TimeSpan.FromSeconds(1));
        Assert.Contains("no name server", (await resolver.ResolveAsync("a.example", default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_HostsFile_GoesFirstAndIsReadAgain()
    {
        var path = _folder.Write("hosts", "127.0.0.9 Api.example.com api # comment\n::1 localhost\n127.0.0.1 localhost\n");
        var resolver = new SystemNameResolver(new HostsFile(path), _resolver);
        Assert.Equal("127.0.0.9", (await resolver.ResolveAsync("api.example.com", default)).Addresses.Single().ToString());
        Assert.Equal("127.0.0.1", (await resolver.ResolveAsync("localhost", default)).Addresses.Single().ToString());
        _folder.Write("hosts", "127.0.0.8 api.example.com\n");
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(2));
        Assert.Equal("127.0.0.8", (await resolver.ResolveAsync("api.example.com", default)).Addresses.Single().ToString());
        Assert.Equal(0, _server.Questions);
    }

    [Fact]
    public async Task Resolve_Localhost_IsNeverAsked()
    {
        var resolver = new SystemNameResolver(new HostsFile("/nowhere"), _resolver);
        Assert.Equal("127.0.0.1", (await resolver.ResolveAsync("api.localhost", default)).Addresses.Single().ToString());
        Assert.Equal(0, _server.Questions);
    }

    private Task<NameAnswer> AskAsync(string name) => _resolver.ResolveAsync(name, default).AsTask().Within();
}
