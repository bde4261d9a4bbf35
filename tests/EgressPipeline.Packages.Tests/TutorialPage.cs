using System.Text;

namespace EgressPipeline.Packages.Tests;

/// <summary>
/// A page of the documentation as a script: <c>bash</c> blocks are run in their order, <c>csharp path</c> blocks are files that are saved
/// before the next one, and the lines of a <c>text</c> block are what the block before it prints, among other lines.
/// </summary>
internal sealed class TutorialPage
{
    private const string Mark = "=== block ";
    private readonly StringBuilder _script = new("set -eu\n");
    private readonly List<(int Block, string Line)> _expected = [];
    private int _blocks;

    public TutorialPage(string path)
    {
        string? fence = null;
        var body = new List<string>();
        foreach (var line in File.ReadLines(path))
            if (fence is null && line.StartsWith("```", StringComparison.Ordinal))
                fence = line[3..];
            else if (fence is not null && line == "```")
            {
                Take(fence.Split(' '), body);
                body.Clear();
                fence = null;
            }
            else if (fence is not null)
                body.Add(line);
    }

    /// <summary>The whole page for <c>bash</c>.</summary>
    public string Script => _script.ToString();

    /// <summary>The lines that the page promises and that the output of their block does not have.</summary>
    public IEnumerable<string> Missing(string output)
    {
        var parts = output.Split(Mark);
        return _expected.Where(one => !Part(parts, one.Block).Contains(one.Line, StringComparison.Ordinal)).Select(one => $"block {one.Block}: {one.Line}");
    }

    private static string Part(string[] parts, int block) => parts.FirstOrDefault(part => part.StartsWith($"{block}\n", StringComparison.Ordinal)) ?? "";

    private void Take(string[] fence, List<string> body)
    {
        switch (fence)
        {
            case ["bash"]:
                _script.Append($"echo '{Mark}{++_blocks}'\n{string.Join('\n', body)}\n");
                break;
            case ["csharp", var file]:
                _script.Append($"cat > {file} <<'END_OF_FILE'\n{string.Join('\n', body)}\nEND_OF_FILE\n");
                break;
            case ["text"]:
                _expected.AddRange(body.Where(line => line.Length > 0).Select(line => (_blocks, line)));
                break;
        }
    }
}
