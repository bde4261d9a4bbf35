using EgressPipeline.Filters;
using EgressPipeline.Host.Output;
using EgressPipeline.Plugins;

namespace EgressPipeline.Host.Plugins;

/// <summary>One line a plugin that can be used, then what cannot and why, then the count.</summary>
internal static class PluginVerdicts
{
    public static void Write(PluginSource source, TextWriter output)
    {
        foreach (var plugin in source.Plugins.Where(plugin => plugin.Problems.Count == 0))
            output.WriteLine(PrintableText.Of($"ok       {plugin.Name} (contract {plugin.Contract}): {string.Join(", ", plugin.Filters.Select(Named))}"));
        WriteRefused(source, output);
        var refused = source.Plugins.Count(plugin => plugin.Problems.Count > 0);
        output.WriteLine($"{source.Plugins.Count} plugins: {source.Plugins.Count - refused} can be used, {refused} refused");
    }

    /// <summary>The reasons alone, and warnings.</summary>
    public static void WriteRefused(PluginSource source, TextWriter output)
    {
        foreach (var problem in source.Problems)
            output.WriteLine("refused  " + PrintableText.Of(problem));
        foreach (var warning in source.Warnings)
            output.WriteLine("warning  " + PrintableText.Of(warning));
    }

    private static string Named(FilterDescriptor filter) => filter.Name + " " + filter.Facts.Version;
}
