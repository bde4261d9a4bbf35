using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace EgressPipeline.Plugins;

/// <summary>
/// Looks at the files of a plugin without loading them: is it an assembly, for which contract was it built, is everything there that it refers to,
/// is it for this platform, is it allowed.
/// </summary>
internal static class PluginFiles
{
    public static void Check(string folder, string main, AllowList? allowed, PluginReport report)
    {
        foreach (var copy in Directory.EnumerateFiles(folder, "*.dll").Select(Path.GetFileNameWithoutExtension).Where(name => SharedAssemblies.IsOurs(name!)))
            report.Warn($"it brings its own copy of {copy}.dll, which is not used; reference the contract with ExcludeAssets=\"runtime\"");
        if (allowed is not null)
            CheckAllowed(folder, allowed, report);
        NativeFiles.Check(folder, report);
        if (ReadReferences(main, report) is not { } references)
            return;
        CheckContract(references, report);
        new ReferenceWalk(folder, report).Walk(Path.GetFileName(main), references);
    }

    /// <summary>What an assembly refers to; null (reported) when the file is no assembly.</summary>
    public static AssemblyName[]? ReadReferences(string path, PluginReport report)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (file.HasMetadata)
            {
                var metadata = file.GetMetadataReader();
                return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
            }
            report.Refuse($"{Path.GetFileName(path)} is no .NET assembly");
        }
        catch (BadImageFormatException)
        {
            report.Refuse($"{Path.GetFileName(path)} is damaged or no .NET assembly; copy it again");
        }
        return null;
    }

    private static void CheckContract(AssemblyName[] references, PluginReport report)
    {
        if (Array.Find(references, one => one.Name == SharedAssemblies.Contract)?.Version is not { } version)
        {
            report.Refuse($"it does not refer to {SharedAssemblies.Contract}: it holds no filter");
            return;
        }
        report.Contract = new Version(version.Major, version.Minor);
        if (report.Contract < ContractVersion.Oldest)
            report.Refuse($"it was built for contract {report.Contract}, this sidecar runs {ContractVersion.Oldest} to {ContractVersion.Current}: build it again with a newer EgressPipeline.Abstractions");
        else if (report.Contract > ContractVersion.Current)
            report.Refuse($"it was built for contract {report.Contract}, this sidecar runs {ContractVersion.Oldest} to {ContractVersion.Current}: use a newer sidecar, or build it with EgressPipeline.Abstractions {ContractVersion.Current}");
    }

    private static void CheckAllowed(string folder, AllowList allowed, PluginReport report)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (!SharedAssemblies.IsContract(Path.GetFileNameWithoutExtension(path)) && !allowed.Allows(File.ReadAllBytes(path), out var hash))
                report.Refuse($"{Path.GetRelativePath(folder, path)} is not on the allow-list (sha256 {hash})");
    }
}
