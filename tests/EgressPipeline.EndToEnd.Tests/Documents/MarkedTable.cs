using System.Reflection;

namespace EgressPipeline.EndToEnd.Tests.Documents;

/// <summary>A stretch of a document between <c>&lt;!-- begin NAME --&gt;</c> and <c>&lt;!-- end NAME --&gt;</c> that a test owns.</summary>
internal static class MarkedTable
{
    private static readonly string Root = typeof(MarkedTable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static void Check(string document, string name, string content)
    {
        var path = Path.Combine(Root, document);
        var text = File.ReadAllText(path);
        var (from, to) = Find(document, text, name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text[..from] + content + text[to..]);
        else
            Assert.Equal(content, text[from..to]);
    }

    /// <summary>What the stretch holds, for a test that judges what people wrote there.</summary>
    public static string Read(string document, string name)
    {
        var text = File.ReadAllText(Path.Combine(Root, document));
        var (from, to) = Find(document, text, name);
        return text[from..to];
    }

    private static (int From, int To) Find(string document, string text, string name)
    {
        var (begin, end) = ($"<!-- begin {name} -->\n", $"<!-- end {name} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"{document} has no stretch {name}");
        return (from, to);
    }
}
