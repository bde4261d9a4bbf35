using System.Globalization;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>The routing of TPROXY: marked packets go to loopback, whatever their destination, in each family that the kernel has.</summary>
internal sealed class TproxyRouting(RuleRunner runner)
{
    private static readonly string Table = RuleNames.RoutingTable.ToString(CultureInfo.InvariantCulture);
    private static readonly string Mark = $"0x{RuleNames.Mark:x}";
    private static readonly string[] Rule = ["fwmark", Mark, "lookup", Table, "priority", RuleNames.RulePriority.ToString(CultureInfo.InvariantCulture)];

    public static IReadOnlyList<string> Missing => Ip is null ? ["the program ip is missing (package iproute2), which TPROXY needs for its routing"] : [];

    /// <summary>What it takes, as an operator would type it.</summary>
    public static IEnumerable<string> Commands => new[] { "-4", "-6" }.SelectMany(family => new[]
    {
        $"ip {family} route replace local default dev lo table {Table}",
        $"ip {family} rule add {string.Join(' ', Rule)}",
    });

    private static string? Ip => SystemPrograms.Find("ip");

    private static IEnumerable<string> Families => KernelFamilies.HasIpV6 ? ["-4", "-6"] : ["-4"];

    /// <summary>True when the rule is there in every family.</summary>
    public static async Task<bool> IsPresentAsync()
    {
        if (Ip is null)
            return false;
        foreach (var family in Families)
            if (!await HasRuleAsync(family))
                return false;
        return true;
    }

    public async Task<IReadOnlyList<string>> ApplyAsync()
    {
        foreach (var family in Families)
        {
            var route = await runner.ChangeAsync(Ip!, "", family, "route", "replace", "local", "default", "dev", "lo", "table", Table);
            if (!route.IsSuccess)
                return [$"ip {family} route: {route.Error}"];
            if (await HasRuleAsync(family))
                continue;
            var rule = await runner.ChangeAsync(Ip!, "", [family, "rule", "add", .. Rule]);
            if (!rule.IsSuccess)
                return [$"ip {family} rule: {rule.Error}"];
        }
        return [];
    }

    public async Task<IReadOnlyList<string>> RemoveAsync()
    {
        var problems = new List<string>();
        foreach (var family in Ip is null ? [] : Families)
        {
            if (await HasRuleAsync(family) && await runner.ChangeAsync(Ip!, "", [family, "rule", "delete", .. Rule]) is { IsSuccess: false } rule)
                problems.Add($"ip {family} rule: {rule.Error}");
            if (await HasRouteAsync(family) && await runner.ChangeAsync(Ip!, "", family, "route", "flush", "table", Table) is { IsSuccess: false } route)
                problems.Add($"ip {family} route: {route.Error}");
        }
        return problems;
    }

    private static async Task<bool> HasRuleAsync(string family) =>
        (await RuleRunner.QueryAsync(Ip!, family, "rule", "list")).Output.Contains($"fwmark {Mark} lookup {Table}", StringComparison.Ordinal);

    // A table that was never used is an error to ip, and has no routes.
    private static async Task<bool> HasRouteAsync(string family) =>
        (await RuleRunner.QueryAsync(Ip!, family, "route", "list", "table", Table)).Output.Contains("local default", StringComparison.Ordinal);
}
