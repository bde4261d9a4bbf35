using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EgressPipeline.Plugins;

/// <summary>Finds native libraries that this machine cannot run, before a filter finds out in the middle of a request.</summary>
internal static class NativeFiles
{
    private const int MachineOffset = 18; // e_machine, the same in 32 and 64 bit headers

    public static void Check(string folder, PluginReport report)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            if (Describe(path) is { } what && what != Here)
                report.Refuse($"{Path.GetFileName(path)} is {what}, this machine is {Here}: publish the plugin for this platform (-r {RuntimeInformation.RuntimeIdentifier})");
        CheckRuntimes(folder, report);
    }

    private static string Here => "for Linux " + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>A package for several platforms keeps its libraries apart: one of them must be for this one.</summary>
    private static void CheckRuntimes(string folder, PluginReport report)
    {
        var runtimes = Path.Combine(folder, "runtimes");
        if (!Directory.Exists(runtimes))
            return;
        var native = Directory.EnumerateDirectories(runtimes).Where(path => Directory.Exists(Path.Combine(path, "native"))).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray();
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        if (native.Length > 0 && !native.Any(rid => rid is "linux" or "unix" or "any" || rid == "linux-" + architecture || rid == "linux-musl-" + architecture || rid == "unix-" + architecture))
            report.Refuse($"its native libraries are for {string.Join(", ", native)} only, this machine is linux-{architecture}");
    }

    /// <summary>For which platform a native library is; null for any other file.</summary>
    private static string? Describe(string path)
    {
        Span<byte> head = stackalloc byte[64];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length < head.Length)
            return null;
        if (head.StartsWith("\x7FELF"u8))
            return "for Linux " + Machine(BinaryPrimitives.ReadUInt16LittleEndian(head[MachineOffset..]));
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(head);
        return magic is 0xFEEDFACF or 0xFEEDFACE or 0xBEBAFECA && path.EndsWith(".dylib", StringComparison.Ordinal) ? "for macOS" : null;
    }

    private static string Machine(ushort machine) => machine switch
    {
        3 => "x86",
        40 => "arm",
        62 => "x64",
        183 => "arm64",
        243 => "riscv64",
        _ => $"machine {machine}",
    };
}
