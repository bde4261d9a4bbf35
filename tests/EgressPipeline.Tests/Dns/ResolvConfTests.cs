using EgressPipeline.Registry;

namespace EgressPipeline.Tests.Dns;

public sealed class ResolvConfTests
{
    [Fact]
    public void Parse_File_HasServersInOrderAndTheLastSearchList()
    {
        var conf = ResolvConf.Parse(["# comment", "nameserver 10.0.0.10", "domain old.local", "search a.local b.local", "nameserver fd00::a", "nameserver nonsense", "options ndots:5"]);
        Assert.Equal(["10.0.0.10:53", "[fd00::a]:53"], conf.Servers.Select(server => server.ToString()));
        Assert.Equal(["a.local", "b.local"], conf.Search);
    }

    [Fact]
    public void Read_NoFile_SaysNothing() => Assert.Equal((0, 0), (ResolvConf.Read("/nowhere").Servers.Count, ResolvConf.Read("/nowhere").Search.Count));
}
