using System.Buffers.Binary;

namespace EgressPipeline.Interception.Ebpf;

/// <summary>The instructions of one program.</summary>
/// <param name="Instructions">Eight bytes each.</param>
/// <param name="References">Where an instruction loads the address of a map: its offset in bytes, and the map's name.</param>
internal sealed record BpfCode(ReadOnlyMemory<byte> Instructions, IReadOnlyList<(int Offset, string Map)> References)
{
    private const byte LoadImmediate64 = 0x18; // BPF_LD | BPF_IMM | BPF_DW, two instructions long
    private const int Size = 8;
    private const byte PseudoMapDescriptor = 1;

    /// <summary>A copy in which every reference holds the map's descriptor.</summary>
    public byte[] With(Func<string, int> descriptorOf)
    {
        var code = Instructions.ToArray();
        foreach (var (offset, map) in References)
        {
            code[offset + 1] = (byte)(code[offset + 1] & 0x0F | PseudoMapDescriptor << 4); // the source register says what the number is
            BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(offset + 4), descriptorOf(map));
        }
        return code;
    }

    /// <summary>True when a reference may stand there.</summary>
    public static bool IsReference(ReadOnlySpan<byte> instructions, long offset) =>
        offset >= 0 && offset % Size == 0 && offset + 2 * Size <= instructions.Length && instructions[(int)offset] == LoadImmediate64;
}
