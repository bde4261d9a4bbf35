namespace EgressPipeline.Policy.Matching;

/// <summary>The process on this machine that made a connection, as the kernel tells of its socket. Immutable.</summary>
public sealed class LocalProcess
{
    /// <param name="uid">User id of the socket.</param>
    /// <param name="id">Process id, or 0 when it could not be found.</param>
    /// <param name="executable">Absolute path of its program, or empty when it could not be read.</param>
    public LocalProcess(uint uid, int id, string executable)
    {
        Uid = uid;
        Id = id;
        Executable = executable ?? throw new ArgumentNullException(nameof(executable));
        ExecutableBytes = System.Text.Encoding.UTF8.GetBytes(executable);
    }

    /// <summary>User id of the socket.</summary>
    public uint Uid { get; }

    /// <summary>Process id, or 0 when it is not known.</summary>
    public int Id { get; }

    /// <summary>Absolute path of the program; empty when it is not known.</summary>
    public string Executable { get; }

    /// <summary><see cref="Executable"/> in UTF-8.</summary>
    public byte[] ExecutableBytes { get; }
}
