using System.Text;
using CsCheck;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Tests.Matching;

public sealed class HostIndexTests
{
    private static readonly string[] Labels = ["a", "b", "api", "x-1", "example", "com", "foo", "verylonglabel"];

    private static readonly Gen<string> Label = Gen.Int[0, Labels.Length - 1].Select(i => Labels[i]);

    private static readonly Gen<string> Name = Label.Array[1, 5].Select(labels => string.Join('.', labels));

    private static readonly Gen<string> Pattern = Gen.OneOf(Name, Name.Select(n => "*." + n), Name.Select(n => "*" + n), Name.Select(n => "*-" + n));

    [Theory]
    [InlineData("a.example.com", 1)]
    [InlineData("A.Example.COM", 1)]
    [InlineData("a.b.example.com", 1)]
    [InlineData("example.com", -1)]
    [InlineData(".example.com", -1)]
    [InlineData("api.example.com", 0)]
    [InlineData("x.api.example.com", 1)]
    [InlineData("x.deep.example.com", 2)]
    [InlineData("deep.example.com", 1)]
    [InlineData("badexample.com", -1)]
    [InlineData("", -1)]
    public void Find_Host_TakesTheMostSpecificPattern(string host, int expected)
    {
        var index = HostIndex.Build(["api.example.com", "*.example.com", "*.deep.example.com"]);
        Assert.Equal(expected, index.Find(Encoding.UTF8.GetBytes(host)));
    }

    [Fact]
    public void Find_AnyHost_AgreesWithTheNaiveModel() => Check.Sample(
        Gen.Select(Pattern.Array[0, 30], Name.Array[1, 30]),
        (written, hosts) =>
        {
            var patterns = written.Distinct().ToArray();
            var index = HostIndex.Build(patterns);
            foreach (var host in hosts.Concat(patterns).Concat(patterns.Select(p => p.TrimStart('*'))).Append(string.Join('.', hosts)))
                Assert.Equal(Naive(patterns, host), index.Find(Encoding.UTF8.GetBytes(host)));
        }, iter: 2_000);

    [Fact]
    public void Find_HostileNames_NeverMatchAndNeverThrow()
    {
        var index = HostIndex.Build(["*.example.com", "*foo.org", "a.b"]);
        string[] hostile = [".", "..", "*.example.com"[1..], string.Concat(Enumerable.Repeat("a.", 126)) + "x", new('.', 253), new('a', 300), "\0.b", "foo.org"];
        foreach (var host in hostile)
            Assert.Equal(-1, index.Find(Encoding.UTF8.GetBytes(host)));
    }

    [Fact]
    public void Build_TenThousandHosts_FindsEachWithoutAllocating()
    {
        var patterns = Enumerable.Range(0, 10_000).Select(i => i % 5 == 0 ? $"*.svc{i}.example.com" : $"host{i}.example.com").ToArray();
        var index = HostIndex.Build(patterns);
        var keys = patterns.Select(p => Encoding.UTF8.GetBytes(p.Replace("*", "any.thing", StringComparison.Ordinal))).ToArray();
        var wrong = CountWrong(index, keys);
        var before = GC.GetAllocatedBytesForCurrentThread();
        wrong += CountWrong(index, keys);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Build_KeysThatDifferInCaseOnly_FallToTheSameKey() =>
        Assert.Equal(0, HostIndex.Build(["ExAmPle.com"]).Find("eXaMpLE.COM"u8));

    [Fact]
    public void Hash_SoftwareProduct_EqualsTheHardwares() => Check.Sample(
        Gen.Select(Gen.ULong, Gen.ULong), (a, b) => Assert.Equal(Math.BigMul(a, b, out _), HostHash.High(a, b)), iter: 100_000);

    private static int CountWrong(HostIndex index, byte[][] keys)
    {
        var wrong = 0;
        for (var i = 0; i < keys.Length; i++)
            if (index.Find(keys[i]) != i)
                wrong++;
        return wrong;
    }

    private static int Naive(string[] patterns, string host)
    {
        if (host.Length is 0 or > 253 || host[0] == '.')
            return -1;
        var exact = Array.IndexOf(patterns, host);
        if (exact >= 0)
            return exact;
        var best = -1;
        for (var i = 0; i < patterns.Length; i++)
            if (patterns[i][0] == '*' && host.Length >= patterns[i].Length && host.EndsWith(patterns[i][1..], StringComparison.Ordinal)
                && (best < 0 || patterns[i].Length > patterns[best].Length))
                best = i;
        return best;
    }
}
