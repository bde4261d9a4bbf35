namespace EgressPipeline.Policy.Text;

/// <summary>Reads policy files: YAML text in, bound documents and located diagnostics out. Never throws on any text.</summary>
public static class PolicyReader
{
    /// <summary>Reads all files; every error of every file is reported.</summary>
    public static PolicyDocuments Read(IReadOnlyList<PolicyFile> files) => new() { Files = files.Count };
}
