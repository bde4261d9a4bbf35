using System.Diagnostics.CodeAnalysis;
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
        foreach (var stage in StandardPipeline.Stages(new Random()))
            catalogue.TryAdd(stage);
        foreach (var filter in compiledIn)
            Add(filter, catalogue, problems);
        var allowed = allowFile is null ? null : AllowList.Read(allowFile, problems);
        var reports = LoadAll(folder, allowed, catalogue, problems);
        problems.AddRange(reports.SelectMany(report => report.Problems));
        return new PluginSource(catalogue, reports, problems, [.. reports.SelectMany(report => report.Warnings)]);
    }

    private static void Add(FilterDescriptor filter, FilterCatalogue catalogue, List<string> problems)
    {
        var faults = FilterFacts.Problems(filter.Type, filter.Facts).ToArray();
        foreach (var fault in faults)
            problems.Add($"the filter '{filter.Name}', which is compiled in: {fault}");
        if (faults.Length == 0 && !catalogue.TryAdd(filter))
            problems.Add($"the filter '{filter.Name}' is compiled in twice, or has the name of a stage of the sidecar");
    }

    private static PluginReport[] LoadAll(string? folder, AllowList? allowed, FilterCatalogue catalogue, List<string> problems)
    {
        if (folder is null)
            return [];
        if (PluginFolderSupport.IsOn)
            return LoadEach(PluginFolders.Find(folder, problems), allowed, catalogue);
        problems.Add("--plugins: this program cannot load code that it was not built with (it is trimmed, or native); compile the filters into it, or run 'egress'");
        return [];
    }

    [RequiresUnreferencedCode(PluginFolderSupport.Reason)]
    [RequiresDynamicCode(PluginFolderSupport.Reason)]
    private static PluginReport[] LoadEach(IReadOnlyList<string> paths, AllowList? allowed, FilterCatalogue catalogue)
    {
        var reports = new PluginReport[paths.Count];
        for (var i = 0; i < reports.Length; i++)
            reports[i] = Load(paths[i], allowed, catalogue);
        return reports;
    }

    [RequiresUnreferencedCode(PluginFolderSupport.Reason)]
    [RequiresDynamicCode(PluginFolderSupport.Reason)]
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
