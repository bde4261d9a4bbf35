using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using EgressPipeline.Filters;

namespace EgressPipeline.Plugins;

/// <summary>
/// Loads one plugin folder: looks at its files first, without running anything of them, and loads what is good. Never throws for what a plugin is or does.
/// </summary>
[RequiresUnreferencedCode(PluginFolderSupport.Reason)]
[RequiresDynamicCode(PluginFolderSupport.Reason)]
internal static class PluginLoader
{
    public static PluginReport Load(string folder, AllowList? allowed)
    {
        var report = new PluginReport(Path.GetFileName(folder));
        if (PluginFolders.MainAssembly(folder, report) is not { } main)
            return report;
        try
        {
            PluginFiles.Check(folder, main, allowed, report);
            if (report.Problems.Count > 0)
                return report;
            var context = new PluginContext(main, allowed);
            foreach (var type in context.LoadMain().GetTypes())
                if (type.GetCustomAttribute<EgressFilterAttribute>() is { } facts)
                    FilterTypes.Describe(type, facts, report);
            if (report.Filters.Count == 0 && report.Problems.Count == 0)
                report.Refuse("it holds no filter: a public class with [EgressFilter]");
        }
        catch (ReflectionTypeLoadException e)
        {
            report.Refuse($"its types cannot be loaded: {e.LoaderExceptions.FirstOrDefault(one => one is not null)?.Message ?? e.Message}");
        }
        catch (Exception e)
        {
            // Whatever a foreign file makes the loader throw is a fact about that file.
            report.Refuse($"it cannot be loaded: {e.Message}");
        }
        return report;
    }
}
