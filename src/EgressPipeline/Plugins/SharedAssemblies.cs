using System.Reflection;
using System.Runtime.Loader;

namespace EgressPipeline.Plugins;

/// <summary>
/// Which assemblies a plugin shares with the host: the contract, because a filter and the host must mean the same types, and the framework.
/// Everything else is the plugin's own, whatever the host uses itself.
/// </summary>
internal static class SharedAssemblies
{
    public const string Contract = "EgressPipeline.Abstractions";

    private static readonly HashSet<string> ContractNames = new(StringComparer.OrdinalIgnoreCase)
    {
        Contract,
        "EgressPipeline.Policy.Engine",
        "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions",
    };

    private static readonly Lazy<Dictionary<string, string>> Framework = new(FindFramework);

    /// <summary>True for an assembly that always comes from the host, whatever version is asked for: the contract's version was checked before.</summary>
    public static bool IsContract(string name) => ContractNames.Contains(name);

    /// <summary>True for the contract's own assemblies, of which a plugin folder should have no copy.</summary>
    public static bool IsOurs(string name) => ContractNames.Contains(name) && name.StartsWith("EgressPipeline.", StringComparison.OrdinalIgnoreCase);

    /// <summary>True for an assembly of the framework that this process runs on.</summary>
    public static bool IsFramework(string name) => Framework.Value.ContainsKey(name);

    /// <summary>The host's assembly, or null when it has none in a version that is new enough.</summary>
    public static Assembly? Find(AssemblyName name)
    {
        var isContract = IsContract(name.Name!);
        if (!isContract && !IsFramework(name.Name!))
            return null;
        try
        {
            var found = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name.Name!));
            return isContract || name.Version is null || found.GetName().Version >= name.Version ? found : null;
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> FindFramework()
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var framework = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        foreach (var path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            // A self-contained host has the framework among its own files: there the names must tell.
            if (Path.GetDirectoryName(path) != own || name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "mscorlib")
                framework[name] = path;
        }
        return framework;
    }
}
