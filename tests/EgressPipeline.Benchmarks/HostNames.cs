using System.Globalization;
using System.Text;

namespace EgressPipeline.Benchmarks;

/// <summary>10,000 declared hosts, four of five exact and one a wildcard, and names that are looked up among them.</summary>
internal static class HostNames
{
    public const int Declared = 10_000;

    /// <summary>How many different names one round asks for, in random order.</summary>
    public const int Asked = 4_096;

    public static string[] Patterns { get; } =
        [.. Enumerable.Range(0, Declared).Select(i => i % 5 == 0 ? $"*.team{i}.apis.example.com" : $"service-{i}.region{i % 17}.example.com")];

    public static byte[][] Exact => Names(i => Patterns[i % 5 == 0 ? i + 1 : i]);

    /// <summary>Two labels below the wildcard.</summary>
    public static byte[][] Wildcard => Names(i => "v1.eu" + Patterns[i - i % 5][1..]);

    /// <summary>Ends as a wildcard does, but for one letter.</summary>
    public static byte[][] Missing => Names(i => "v1.eu" + Patterns[i - i % 5][1..^1] + "x");

    /// <summary>127 labels, the most that a name can have; nothing matches.</summary>
    public static byte[][] Hostile => Names(i => string.Concat(Enumerable.Repeat("a.", 126)) + (char)('a' + i % 26));

    private static byte[][] Names(Func<int, string> name)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Asked).Select(_ => Encoding.ASCII.GetBytes(name(random.Next(Declared)).ToLower(CultureInfo.InvariantCulture)))];
    }
}
