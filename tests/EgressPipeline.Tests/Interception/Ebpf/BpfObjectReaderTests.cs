using CsCheck;
using EgressPipeline.Interception.Ebpf;

namespace EgressPipeline.Tests.Interception.Ebpf;

/// <summary>Damaged object files: read, or refused in words; never anything else.</summary>
public sealed class BpfObjectReaderTests
{
    private const int SectionHeadersAt = 40, SectionCountAt = 60, MachineAt = 18;

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var file = EgressObject.Bytes;
        for (var length = 0; length < file.Length; length += 7)
            Assert.Throws<BpfException>(() => BpfObjectReader.Read(file.AsSpan(0, length)));
    }

    [Fact]
    public void Read_BytesChanged_IsReadOrRefused() => Gen.Select(Gen.Int[0, EgressObject.Bytes.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
    {
        byte[] file = [.. EgressObject.Bytes];
        foreach (var (at, value) in changes)
            file[at] = value;
        try
        {
            BpfObjectReader.Read(file);
        }
        catch (BpfException)
        {
            // In words, which is all that is promised.
        }
    }, iter: 3000);

    [Theory]
    [InlineData(SectionHeadersAt, 0xFF), InlineData(SectionCountAt, 0xFF), InlineData(MachineAt, 0x3E), InlineData(0, 0)]
    public void Read_HeaderSaysWhatIsNot_IsRefused(int at, byte value)
    {
        byte[] file = [.. EgressObject.Bytes];
        file[at] = value;

        Assert.Throws<BpfException>(() => BpfObjectReader.Read(file));
    }

    [Fact]
    public void Read_LargerThanAnyProgram_IsRefused()
    {
        byte[] file = [.. EgressObject.Bytes, .. new byte[BpfObjectReader.MaxSize - EgressObject.Bytes.Length + 1]];

        Assert.NotNull(BpfObjectReader.Read(file.AsSpan(0, BpfObjectReader.MaxSize)));
        Assert.Throws<BpfException>(() => BpfObjectReader.Read(file));
    }

    [Fact]
    public void Code_WithDescriptors_ChangesReferencesAndNothingElse()
    {
        var program = BpfObjectReader.Read(EgressObject.Bytes).Programs["cgroup/connect4"];

        var filled = program.With(map => map.Length);

        var expected = program.Instructions.ToArray();
        foreach (var (offset, map) in program.References)
        {
            Assert.Equal(0x10, filled[offset + 1] & 0xF0); // BPF_PSEUDO_MAP_FD
            Assert.Equal(map.Length, filled[offset + 4]);
            expected[offset + 1] = filled[offset + 1];
            expected[offset + 4] = filled[offset + 4];
        }
        Assert.Equal(expected, filled);
    }
}
