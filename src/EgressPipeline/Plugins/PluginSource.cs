using EgressPipeline.Filters;
using EgressPipeline.Hosting;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Plugins;

/// <summary>Every filter that a sidecar has: its own stages, those compiled in, and those of the plugins folder.</summary>
/// <param name="Filters">What bindings can name.</param>
/// <param name="Plugins">What was found in the folder, refused plugins included.</param>
/// <param name="Problems">Why plugins were refused, one line each.</param>
/// <param name="Warnings">What does not keep plugins from working.</param>
internal sealed record PluginSource(FilterCatalogue Filters, IReadOnlyList<PluginReport> Plugins, IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings)
{
    public static PluginSource Load(SidecarOptions options, IReadOnlyList<FilterDescriptor> compiledIn) =>
        Load(options.Plugins, options.PluginsAllow, compiledIn);

    public static PluginSource Load(string? folder, string? allowFile, IReadOnlyList<FilterDescriptor> compiledIn)
    {
        var problems = new List<string>();
        var catalogue = new FilterCatalogue();
        foreach (var filter in StandardPipeline.Stages(new Random()).Concat(compiledIn))
            if (!catalogue.TryAdd(filter))
                problems.Add($"the filter '{filter.Name}' is compiled in twice, or has the name of a stage of the sidecar");
        var allowed = allowFile is null ? null : AllowList.Read(allowFile, problems);
        var reports = folder is null ? [] : PluginFolders.Find(folder, problems).Select(path => Load(path, allowed, catalogue)).ToArray();
        problems.AddRange(reports.SelectMany(report => report.Problems));
        return new PluginSource(catalogue, reports, problems, [.. reports.SelectMany(report => report.Warnings)]);
    }

    private static PluginReport Load(string path, AllowList? allowed, FilterCatalogue catalogue)
    {
        var report = PluginLoader.Load(path, allowed);
        foreach (var filter in report.Filters)
            if (!catalogue.TryAdd(filter))
                report.Refuse($"the name of its filter '{filter.Name}' is taken by {Owner(catalogue.Find(filter.Name)!)}: one of the two must go");
        return report;
    }

    private static string Owner(FilterDescriptor filter) => filter.Origin is FilterDescriptor.BuiltIn or FilterDescriptor.CompiledIn ? "a filter that is " + filter.Origin : "the plugin " + filter.Origin;
}
