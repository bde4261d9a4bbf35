using System.Text.RegularExpressions;

namespace EgressPipeline.Architecture.Tests;

/// <summary>The DNS codec is a leaf: it can be read, tested and fuzzed without the rest.</summary>
public sealed partial class DnsMessageTests
{
    [Fact]
    public void Codec_TypesOfOtherFolders_AreNotUsed()
    {
        var folder = Path.Combine(Repository.Root, "src", "EgressPipeline", "Dns", "Messages");
        var files = Directory.GetFiles(folder, "*.cs");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(OtherFolder(), File.ReadAllText(file)));
    }

    [GeneratedRegex(@"\busing EgressPipeline|\bEgressPipeline\.(?!Dns\.Messages\b)|\bSystem\.Net\b")]
    private static partial Regex OtherFolder();
}
