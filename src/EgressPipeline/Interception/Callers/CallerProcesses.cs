using System.Net;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Transport;

namespace EgressPipeline.Interception.Callers;

/// <summary>Finds the local process that made a connection. Thread-safe.</summary>
internal sealed class CallerProcesses : IDisposable
{
    private readonly SocketDiagnostics _sockets = new();
    private readonly SocketHolder _holders = new();

    /// <summary>The process, or null when the connection is not from this network namespace or was closed meanwhile.</summary>
    /// <param name="client">The application's end, as accepted.</param>
    /// <param name="dialled">What it dialled: its socket knows no other address.</param>
    /// <param name="withProgram">True also finds process and program, which costs more than the user.</param>
    /// <param name="connection">This end of it, where there is one.</param>
    public LocalProcess? Find(IPEndPoint client, IPEndPoint dialled, bool withProgram, SocketConnection? connection = null)
    {
        if (_sockets.Find(client, dialled) is not { } owner)
            return null;
        if (!withProgram || owner.Inode == 0 || _holders.Find(owner.Inode, connection) is not (> 0 and var process))
            return new LocalProcess(owner.Uid, 0, "");
        return new LocalProcess(owner.Uid, process, _holders.Executable(process));
    }

    public void Dispose() => _sockets.Dispose();
}
