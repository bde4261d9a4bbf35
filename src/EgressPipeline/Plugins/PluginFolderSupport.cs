using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace EgressPipeline.Plugins;

/// <summary>
/// Whether this process can load code that it was not built with. A trimmed or native host cannot: the compilers take everything behind this
/// guard out of it, and its filters are compiled in.
/// </summary>
internal static class PluginFolderSupport
{
    public const string Reason = "loads code that the host was not built with; a trimmed host has its filters compiled in";

    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    public static bool IsOn
    {
        [UnconditionalSuppressMessage("Trimming", "IL4000", Justification = "the trimmer replaces the guard by false, which no body can prove")]
        get => RuntimeFeature.IsDynamicCodeSupported;
    }
}
