using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.Loader;

namespace EgressPipeline.Plugins;

/// <summary>
/// The load context of one plugin: its dependencies, managed and native, are its own, so that two plugins can bring two versions of one library.
/// Not collectible: calls into a collectible one cost more than an empty filter, and unloading is a promise that a single
/// static reference breaks. New code needs a new process.
/// </summary>
[RequiresUnreferencedCode(PluginFolderSupport.Reason)]
[RequiresDynamicCode(PluginFolderSupport.Reason)]
internal sealed class PluginContext(string main, AllowList? allowed) : AssemblyLoadContext("plugin " + Path.GetFileNameWithoutExtension(main), isCollectible: false)
{
    private readonly AssemblyDependencyResolver _resolver = new(main);

    public Assembly LoadMain() => LoadChecked(main);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (SharedAssemblies.Find(assemblyName) is { } shared)
            return shared;
        if (_resolver.ResolveAssemblyToPath(assemblyName) is { } path)
            return LoadChecked(path);
        var beside = Path.Combine(Path.GetDirectoryName(main)!, assemblyName.Name + ".dll");
        if (File.Exists(beside))
            return LoadChecked(beside);
        if (SharedAssemblies.IsFramework(assemblyName.Name!))
            return null; // the framework's own error says which version is missing
        // Falling back to what the host happens to use would tie the plugin to the host's insides.
        throw new FileNotFoundException($"it needs {assemblyName.Name} {assemblyName.Version}, which is not in its folder; publish it with its dependencies");
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        if (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is not { } path)
            return 0;
        Demand(path, allowed is null ? [] : File.ReadAllBytes(path));
        return LoadUnmanagedDllFromPath(path);
    }

    private Assembly LoadChecked(string path)
    {
        if (allowed is null)
            return LoadFromAssemblyPath(path);
        // What was hashed is what is loaded: the file may be another one by now.
        var bytes = File.ReadAllBytes(path);
        Demand(path, bytes);
        return LoadFromStream(new MemoryStream(bytes));
    }

    private void Demand(string path, byte[] bytes)
    {
        if (allowed is not null && !allowed.Allows(bytes, out var hash))
            throw new FileLoadException($"{Path.GetFileName(path)} is not on the allow-list (sha256 {hash})");
    }
}
