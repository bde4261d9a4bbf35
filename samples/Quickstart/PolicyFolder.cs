using System.Globalization;

namespace Quickstart;

/// <summary>
/// The sample's policies with this run's ports, certificate authority and API key filled in; line numbers are those of the
/// sample's files. Disposing removes the folder.
/// </summary>
internal sealed class PolicyFolder(string path) : IDisposable
{
    public string Path => path;

    public static PolicyFolder Write(OutsideWorld world)
    {
        var folder = Directory.CreateTempSubdirectory("egress-quickstart-").FullName;
        var authority = System.IO.Path.Combine(folder, "ca.pem");
        File.WriteAllText(authority, world.AuthorityPem);
        var key = System.IO.Path.Combine(folder, "api-key");
        File.WriteAllText(key, world.ApiKey);
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "policies"), "*.yaml"))
        {
            var text = File.ReadAllText(file).Replace("${CA}", authority, StringComparison.Ordinal).Replace("${KEY}", key, StringComparison.Ordinal);
            foreach (var (name, port) in world.Ports)
                text = text.Replace("${" + name + "}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            File.WriteAllText(System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)), text);
        }
        return new PolicyFolder(folder);
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
