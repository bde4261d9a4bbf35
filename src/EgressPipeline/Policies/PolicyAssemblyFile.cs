namespace EgressPipeline.Policies;

/// <summary>A policy assembly as it lies on disk.</summary>
internal sealed record PolicyAssemblyFile(string Path, byte[] Bytes)
{
    /// <summary>Why it is refused where documents are needed, or plans for several workloads.</summary>
    public string NotYaml => $"'{Path}' is a policy assembly; name the YAML that it is made from";

    /// <summary>Whether a path is meant as a policy assembly rather than as YAML.</summary>
    public static bool IsNamed(string path) => System.IO.Path.GetExtension(path).Equals(".dll", StringComparison.OrdinalIgnoreCase);
}
