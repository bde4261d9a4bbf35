using System.Runtime.InteropServices;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>What a map is made with: <c>struct map</c> of egress.bpf.c, and the head of the kernel's attributes for making one.</summary>
[StructLayout(LayoutKind.Sequential, Size = 20)]
internal readonly record struct MapShape(uint Type, uint KeySize, uint ValueSize, uint MaxEntries, uint Flags);
