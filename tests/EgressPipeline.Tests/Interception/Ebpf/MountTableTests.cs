using EgressPipeline.Interception.Ebpf;

namespace EgressPipeline.Tests.Interception.Ebpf;

public sealed class MountTableTests
{
    [Theory]
    [InlineData("36 25 0:31 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw", "/sys/fs/cgroup/unified")]
    [InlineData("36 25 0:31 / /a\\040folder rw - cgroup2 none rw", "/a folder")]
    [InlineData("36 25 0:31 / /sys/fs/cgroup/cpu rw shared:9 master:1 - cgroup cgroup rw", null)]
    [InlineData("36 25 0:31 / /cgroup2 rw - tmpfs cgroup2 rw", null)]
    [InlineData("36 25 0:31 / /x rw", null)]
    [InlineData("", null)]
    public void Find_Line_IsThePlaceOfThatKind(string line, string? expected) => Assert.Equal(expected, MountTable.Find([line], "cgroup2"));
}
