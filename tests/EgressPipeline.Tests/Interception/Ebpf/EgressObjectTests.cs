using System.Security.Cryptography;
using EgressPipeline.Interception.Ebpf;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Interception.Ebpf;

/// <summary>The object file is the one that the source in the repository makes.</summary>
public sealed class EgressObjectTests
{
    private const string NoCompiler = "clang-14 or Linux' headers are not installed (packages clang-14 and linux-libc-dev)";

    [Fact]
    public void Object_HoldsEveryProgramAndMapThatTheLoaderKnows()
    {
        var read = BpfObjectReader.Read(EgressObject.Bytes);

        Assert.Equal(BpfProgramKind.All.Select(kind => kind.Section).Order(), read.Programs.Keys.Order());
        Assert.Equal([MapContents.Dialled, MapContents.Exempt, MapContents.Ports, MapContents.Ranges, MapContents.Settings, MapContents.Sources], read.Maps.Keys.Order());
        Assert.All(read.Programs.Values, program => Assert.NotEmpty(program.References));
        Assert.All(BpfProgramKind.All, kind => Assert.InRange(kind.Name.Length, 1, 15)); // more the kernel does not take
        Assert.Equal("Apache-2.0", read.License);
    }

    [Fact]
    public void Object_IsMadeOfTheSourceInTheRepository()
    {
        var source = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(EbpfSources.File("egress.bpf.c"))));

        // When this fails: run build.sh beside the source.
        Assert.Equal(source, BpfObjectReader.Read(EgressObject.Bytes).SourceHash);
    }

    [Fact]
    public async Task Object_CompiledAgain_IsTheSameProgramForProgram()
    {
        Assert.SkipUnless(ExternalProgram.Find("clang-14") is not null && File.Exists("/usr/include/linux/bpf.h"), NoCompiler);
        using var folder = new TempFolder();
        var compiled = await ExternalProgram.RunAsync("/bin/bash", [EbpfSources.File("build.sh"), folder.File("made.o")]);
        Assert.True(compiled.ExitCode == 0, compiled.ToString());

        var (expected, made) = (BpfObjectReader.Read(EgressObject.Bytes), BpfObjectReader.Read(File.ReadAllBytes(folder.File("made.o"))));

        Assert.Equal(expected.Maps.OrderBy(map => map.Key), made.Maps.OrderBy(map => map.Key));
        Assert.Equal(expected.Programs.Keys.Order(), made.Programs.Keys.Order());
        Assert.All(expected.Programs, program =>
        {
            Assert.Equal(program.Value.Instructions.ToArray(), made.Programs[program.Key].Instructions.ToArray());
            Assert.Equal(program.Value.References, made.Programs[program.Key].References);
        });
    }
}
