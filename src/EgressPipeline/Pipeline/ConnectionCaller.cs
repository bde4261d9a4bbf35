using System.Net;
using EgressPipeline.Hosting;
using EgressPipeline.Interception.Callers;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Transport;

namespace EgressPipeline.Pipeline;

/// <summary>
/// The process behind one connection, looked for when a policy or the access log first asks: most deployments never do.
/// One connection's; not thread-safe.
/// </summary>
/// <param name="services">Holds the search and says whether the log asks.</param>
/// <param name="client">The accepted connection.</param>
/// <param name="dialled">What the application dialled; null when it dialled this process.</param>
internal sealed class ConnectionCaller(SidecarServices services, SocketConnection client, IPEndPoint? dialled)
{
    private LocalProcess? _process;
    private bool _isKnown;
    private bool _hasProgram;

    /// <summary>True when somebody asks which process called.</summary>
    public static bool IsAsked(SidecarServices services, EgressSnapshot snapshot) => snapshot.ReadsUser || NeedsProgram(services, snapshot);

    /// <summary>The process, or null when nobody asks or it cannot be found.</summary>
    public LocalProcess? For(EgressSnapshot snapshot)
    {
        if (!IsAsked(services, snapshot))
            return null;
        var needsProgram = NeedsProgram(services, snapshot);
        if (_isKnown && (_hasProgram || !needsProgram))
            return _process;
        _isKnown = true;
        _hasProgram = needsProgram;
        return _process = Find(needsProgram);
    }

    private static bool NeedsProgram(SidecarServices services, EgressSnapshot snapshot) => snapshot.ReadsExecutable || services.Options.LogProcess;

    // What netfilter redirected its socket knows by the address that was dialled, what eBPF did by this end.
    private LocalProcess? Find(bool needsProgram)
    {
        if (client.RemoteEndPoint is not IPEndPoint theirs)
            return null;
        var process = dialled is null ? null : services.Callers.Find(theirs, dialled, needsProgram, client);
        return process ?? (client.LocalEndPoint is IPEndPoint ours ? services.Callers.Find(theirs, ours, needsProgram, client) : null);
    }
}
