using System.Text;

namespace EgressPipeline.Interception.Rules;

/// <summary>What is there of ours in the tables of one family, read from the text of <c>iptables-save</c>.</summary>
internal sealed class IptablesState
{
    private readonly Dictionary<string, List<string>> _lines = [];

    private IptablesState()
    {
    }

    /// <summary>The tables with anything of ours in them.</summary>
    public IEnumerable<string> Tables => _lines.Keys.Where(table => Jumps(table) > 0 || Chains(table).Count > 0);

    public static IptablesState Parse(string saved)
    {
        var state = new IptablesState();
        List<string>? table = null;
        foreach (var line in saved.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('*'))
                // Other tables may hold anything: only those that we write to are looked at.
                table = line is "*nat" or "*filter" ? state._lines[line[1..]] = [] : null;
            else
                table?.Add(line);
        }
        return state;
    }

    /// <summary>How often the kernel's output chain jumps to ours.</summary>
    public int Jumps(string table) => Lines(table).Count(line => line == Jump(table));

    /// <summary>True when our jump is there once and no rule comes before it.</summary>
    public bool IsEntered(string table) => Jumps(table) == 1 && Lines(table).First(line => line.StartsWith("-A OUTPUT ", StringComparison.Ordinal)) == Jump(table);

    /// <summary>Our chains that are there.</summary>
    public IReadOnlyList<string> Chains(string table) =>
        [.. IptablesRules.Chains(table).Where(chain => Lines(table).Any(line => line.StartsWith($":{chain} ", StringComparison.Ordinal)))];

    /// <summary>The rules in our chains, in order.</summary>
    public IEnumerable<string> Rules(string table) =>
        Lines(table).Where(line => IptablesRules.Chains(table).Any(chain => line.StartsWith($"-A {chain} ", StringComparison.Ordinal)));

    /// <summary>The file that makes it again where nothing of ours is.</summary>
    public string RestoringScript()
    {
        var text = new StringBuilder();
        foreach (var table in Tables)
        {
            text.Append($"*{table}\n");
            foreach (var chain in Chains(table))
                text.Append($":{chain} - [0:0]\n");
            for (var i = 0; i < Jumps(table); i++)
                text.Append($"-I OUTPUT 1 -j {IptablesRules.Entry(table)}\n");
            foreach (var rule in Rules(table))
                text.Append(rule).Append('\n');
            text.Append("COMMIT\n");
        }
        return text.ToString();
    }

    private static string Jump(string table) => $"-A OUTPUT -j {IptablesRules.Entry(table)}";

    private List<string> Lines(string table) => _lines.TryGetValue(table, out var lines) ? lines : [];
}
