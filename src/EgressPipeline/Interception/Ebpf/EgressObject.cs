using System.Security.Cryptography;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>The programs that come with this assembly.</summary>
internal static class EgressObject
{
    /// <summary>Name of the resource, and of the file beside this one.</summary>
    public const string FileName = "egress.bpf.o";

    /// <summary>Where their source is, in the repository.</summary>
    public const string Source = "src/EgressPipeline/Interception/Ebpf/egress.bpf.c";

    /// <summary>The object file.</summary>
    public static byte[] Bytes { get; } = Read();

    /// <summary>SHA-256 of the object file; what is in the kernel was made of the same one when it has the same hash.</summary>
    public static byte[] Hash { get; } = SHA256.HashData(Bytes);

    private static byte[] Read()
    {
        using var resource = typeof(EgressObject).Assembly.GetManifestResourceStream(FileName)
            ?? throw new InvalidOperationException($"the resource {FileName} is missing");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
