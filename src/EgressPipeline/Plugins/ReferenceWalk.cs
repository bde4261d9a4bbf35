using System.Reflection;

namespace EgressPipeline.Plugins;

/// <summary>Follows the references of a plugin through its folder and names what is missing, with who needs it.</summary>
internal sealed class ReferenceWalk(string folder, PluginReport report)
{
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    public void Walk(string who, AssemblyName[] references)
    {
        foreach (var reference in references)
        {
            if (!_seen.Add(reference.Name!) || SharedAssemblies.IsContract(reference.Name!) || SharedAssemblies.IsFramework(reference.Name!))
                continue;
            var file = reference.Name + ".dll";
            if (Find(file) is not { } path)
                report.Refuse($"{who} needs {reference.Name} {reference.Version}, which is not in the folder; publish the plugin with its dependencies (EnableDynamicLoading)");
            else if (PluginFiles.ReadReferences(path, report) is { } next)
                Walk(file, next);
        }
    }

    // Assemblies for one platform lie deeper; which of them is taken is the resolver's business.
    private string? Find(string file)
    {
        var beside = Path.Combine(folder, file);
        return File.Exists(beside) ? beside : Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).FirstOrDefault();
    }
}
