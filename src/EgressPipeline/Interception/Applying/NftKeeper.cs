using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>Keeps the nftables table, and for TPROXY the routing rules that go with it.</summary>
internal sealed class NftKeeper(RuleRunner runner, TproxyRouting routing) : IRuleKeeper
{
    private static string? Nft => SystemPrograms.Find("nft");

    public IReadOnlyList<string> Missing(InterceptOptions options)
    {
        var missing = new List<string>();
        if (Nft is null)
            missing.Add("the program nft is missing (package nftables); without it use --mode iptables");
        if (options.Mode == InterceptMode.Tproxy)
            missing.AddRange(TproxyRouting.Missing);
        return missing;
    }

    public async Task<IReadOnlyList<string>> ApplyAsync(InterceptOptions options)
    {
        var wasRouted = await TproxyRouting.IsPresentAsync();
        if (options.Mode == InterceptMode.Tproxy && await routing.ApplyAsync() is { Count: > 0 } problems)
            return wasRouted ? problems : [.. problems, .. await routing.RemoveAsync()];
        var applied = await runner.ChangeAsync(Nft!, NftRules.Script(options), "-f", "-");
        if (applied.IsSuccess)
            return options.Mode == InterceptMode.Tproxy ? [] : await routing.RemoveAsync();
        IReadOnlyList<string> refused = ["nft refused the rules: " + applied.Error];
        return wasRouted ? refused : [.. refused, .. await routing.RemoveAsync()];
    }

    public async Task<IReadOnlyList<string>> RemoveAsync()
    {
        // The table first: marked packets without their route would go out unseen.
        if (Nft is not null && await RuleRunner.QueryAsync(Nft, ListArguments) is { IsSuccess: true })
        {
            var removed = await runner.ChangeAsync(Nft, NftRules.RemovalScript, "-f", "-");
            if (!removed.IsSuccess)
                return ["nft could not remove the rules: " + removed.Error];
        }
        return await routing.RemoveAsync();
    }

    public async Task<IReadOnlyList<string>> DifferencesAsync(InterceptOptions options)
    {
        var listed = await RuleRunner.QueryAsync(Nft!, ListArguments);
        if (!listed.IsSuccess)
            return [$"the table inet {RuleNames.Table} is not there: {listed.Error.Split('\n')[0]}"];
        var differences = RuleDifference.Of(NftRules.Table(options).Split('\n'), listed.Output.Split('\n')).ToList();
        if (options.Mode == InterceptMode.Tproxy && !await TproxyRouting.IsPresentAsync())
            differences.Add("the routing rule of TPROXY is missing");
        return differences;
    }

    private static readonly string[] ListArguments = ["--stateless", "--numeric-priority", "list", "table", "inet", RuleNames.Table];
}
