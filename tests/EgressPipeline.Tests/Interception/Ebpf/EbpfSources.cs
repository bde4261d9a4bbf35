using System.Reflection;

namespace EgressPipeline.Tests.Interception.Ebpf;

/// <summary>Files of the folder with the eBPF programs, in the repository.</summary>
internal static class EbpfSources
{
    private static readonly string Root = typeof(EbpfSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(fact => fact.Key == "RepositoryRoot").Value!;

    public static string File(string name) => Path.Combine(Root, "src/EgressPipeline/Interception/Ebpf", name);
}
