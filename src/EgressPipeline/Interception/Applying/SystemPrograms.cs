namespace EgressPipeline.Interception.Applying;

/// <summary>
/// The system's programs, looked for in the folders that belong to root only. PATH is not asked: what is found is run
/// with the right to change the network.
/// </summary>
internal static class SystemPrograms
{
    private static readonly string[] Folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin"];

    /// <summary>The absolute path of a program, or null.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
