using System.Net.Sockets;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>
/// Keeps chains of iptables and ip6tables through their restore programs, which take a table as one change. Both families
/// are tried out before either is changed, and a family that fails after all brings the other back to what it was.
/// </summary>
internal sealed class IptablesKeeper(RuleRunner runner, IptablesFrontEnd frontEnd) : IRuleKeeper
{
    private static IEnumerable<AddressFamily> Families =>
        KernelFamilies.HasIpV6 ? [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6] : [AddressFamily.InterNetwork];

    /// <summary>True when the programs are on this system.</summary>
    public bool Exists => Families.All(family => Find(family, "save") is not null && Find(family, "restore") is not null);

    public IReadOnlyList<string> Missing(InterceptOptions options) =>
        [.. Families.SelectMany(family => new[] { Name(family, "save"), Name(family, "restore") })
            .Where(name => SystemPrograms.Find(name) is null).Select(name => $"the program {name} is missing (package iptables)")];

    public async Task<IReadOnlyList<string>> ApplyAsync(InterceptOptions options)
    {
        var before = new Dictionary<AddressFamily, IptablesState>();
        foreach (var family in Families)
        {
            var (state, problem) = await ReadAsync(family);
            if (state is null)
                return [problem];
            before[family] = state;
            var tested = await runner.ChangeAsync(Find(family, "restore")!, IptablesRules.Script(options, family, state), "--noflush", "--test");
            if (!tested.IsSuccess)
                return [$"{Name(family, "restore")} refuses the rules: {tested.Error}"];
        }
        foreach (var family in Families)
        {
            var applied = await RestoreAsync(family, IptablesRules.Script(options, family, before[family]));
            if (!applied.IsSuccess)
                return [$"{Name(family, "restore")}: {applied.Error}", .. await GoBackAsync(before)];
        }
        return [];
    }

    public async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var problems = new List<string>();
        foreach (var family in Families)
        {
            var (state, problem) = await ReadAsync(family);
            if (state is null)
                problems.Add(problem);
            else if (IptablesRules.RemovalScript(state) is { Length: > 0 } script && await RestoreAsync(family, script) is { IsSuccess: false } removed)
                problems.Add($"{Name(family, "restore")}: {removed.Error}");
        }
        return problems;
    }

    public async Task<IReadOnlyList<string>> DifferencesAsync(InterceptOptions options)
    {
        var differences = new List<string>();
        foreach (var family in Families)
        {
            var (state, problem) = await ReadAsync(family);
            if (state is null)
                return [problem];
            foreach (var table in IptablesRules.AllTables)
            {
                // Chain by chain: the program lists chains in an order of its own.
                foreach (var chain in IptablesRules.Chains(table))
                    differences.AddRange(RuleDifference.Of(Of(chain, IptablesRules.Rules(options, family, table)), Of(chain, state.Rules(table))).Select(d => $"{Label(family)} {table}: {d}"));
                if (IptablesRules.Tables(options).Contains(table) ? !state.IsEntered(table) : state.Jumps(table) > 0)
                    differences.Add($"{Label(family)} {table}: OUTPUT jumps to {IptablesRules.Entry(table)} {state.Jumps(table)} times or not first");
            }
        }
        return differences;
    }

    private static IEnumerable<string> Of(string chain, IEnumerable<string> rules) => rules.Where(rule => rule.StartsWith($"-A {chain} ", StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> GoBackAsync(Dictionary<AddressFamily, IptablesState> before)
    {
        var problems = new List<string>(await RemoveAsync());
        foreach (var (family, state) in before)
            if (state.RestoringScript() is { Length: > 0 } script && await RestoreAsync(family, script) is { IsSuccess: false } restored)
                problems.Add($"{Name(family, "restore")}: what was there before could not be restored: {restored.Error}");
        return problems;
    }

    private async Task<(IptablesState? State, string Problem)> ReadAsync(AddressFamily family)
    {
        var saved = await RuleRunner.QueryAsync(Find(family, "save")!);
        return saved.IsSuccess ? (IptablesState.Parse(saved.Output), "") : (null, $"{Name(family, "save")}: {saved.Error}");
    }

    private Task<ProgramOutput> RestoreAsync(AddressFamily family, string script) => runner.ChangeAsync(Find(family, "restore")!, script, "--noflush");

    private string? Find(AddressFamily family, string verb) => SystemPrograms.Find(Name(family, verb));

    private string Name(AddressFamily family, string verb) =>
        (family == AddressFamily.InterNetwork ? "iptables-" : "ip6tables-")
        + frontEnd switch { IptablesFrontEnd.Nft => "nft-", IptablesFrontEnd.Legacy => "legacy-", _ => "" }
        + verb;

    private static string Label(AddressFamily family) => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";
}
