using EgressPipeline.Generators.Naming;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EgressPipeline.Generators.Inputs;

/// <summary>What the project says about itself.</summary>
/// <param name="File">The project file, where findings about the project as a whole are shown.</param>
/// <param name="Folder">Its folder: what is generated names files relative to it, so that every machine generates the same.</param>
/// <param name="TableNamespace">The C# namespace of tables that name none; empty = the global one.</param>
/// <param name="RunsTests">Whether a table is made only when the PolicyTests among its documents hold.</param>
internal sealed record ProjectFacts(string File, string Folder, string TableNamespace, bool RunsTests = false)
{
    public static ProjectFacts Read(AnalyzerConfigOptionsProvider provider, CancellationToken cancellationToken)
    {
        var ns = Property(provider, "EgressTableNamespace");
        return new ProjectFacts(
            Property(provider, "MSBuildProjectFullPath"),
            Property(provider, "ProjectDir"),
            CSharpName.Namespace(ns.Length > 0 ? ns : Property(provider, "RootNamespace")),
            string.Equals(Property(provider, "EgressPolicyTests"), "true", StringComparison.OrdinalIgnoreCase));
    }

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value : "";
}
