using System.Reflection;
using EgressPipeline.Interception.Rules;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Tests.Interception.Rules;

/// <summary>Options by name and the files of the folder <c>Golden</c> that hold their rules; <c>UPDATE_GOLDEN=1</c> rewrites them.</summary>
internal static class RuleSets
{
    private static readonly string Root = typeof(RuleSets).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static InterceptOptions Plain { get; } = new() { Mode = InterceptMode.Nft };

    public static InterceptOptions Everything { get; } = new()
    {
        Mode = InterceptMode.Nft,
        OutboundPort = 16001,
        DnsPort = 15053,
        ExemptUids = [1337, 1338],
        ExemptGids = [1337],
        IncludePorts = [new(80, 80), new(8000, 8010)],
        ExcludePorts = [new(22, 22), new(8005, 8006)],
        IncludeCidrs = [Range("0.0.0.0/0"), Range("2001:db8::/32")],
        ExcludeCidrs = [Range("10.0.0.0/8"), Range("203.0.113.7"), Range("fd00::/8")],
    };

    public static InterceptOptions Named(string name) => name switch
    {
        "plain" => Plain,
        "everything" => Everything,
        "quic" => Everything with { IncludePorts = [] },
        _ => throw new ArgumentException(name),
    };

    public static void IsGolden(string name, string actual)
    {
        var file = Path.Combine(Root, "tests/EgressPipeline.Tests/Interception/Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static Cidr Range(string text) => Cidr.TryParse(text, out var range) ? range : throw new ArgumentException(text);
}
