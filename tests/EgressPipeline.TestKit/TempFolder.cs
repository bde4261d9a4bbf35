namespace EgressPipeline.TestKit;

/// <summary>A folder of one test, deleted with everything in it when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The absolute path; the folder exists.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("egress-test-").FullName;

    /// <summary>The absolute path of a file in the folder, whether it exists or not.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file the way an editor saves it: complete under another name, then renamed over the old one.</summary>
    /// <returns>The absolute path.</returns>
    public string Write(string name, string text)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = path + ".draft";
        System.IO.File.WriteAllText(draft, text);
        System.IO.File.Move(draft, path, overwrite: true);
        return path;
    }

    /// <summary>Deletes the folder.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that is just ending may still hold a file; the system cleans its temporary folder.
        }
    }
}
