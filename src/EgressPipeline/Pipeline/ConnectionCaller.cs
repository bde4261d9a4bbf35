using System.Net;
using EgressPipeline.Hosting;
using EgressPipeline.Interception.Callers;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Pipeline;

/// <summary>
/// The process behind one connection, looked for when a policy or the access log first asks: most deployments never do.
/// One connection's; not thread-safe.
/// </summary>
/// <param name="services">Holds the search and says whether the log asks.</param>
/// <param name="client">The application's end; null when unknown.</param>
/// <param name="dialled">What the application dialled; null when it dialled this process.</param>
/// <param name="accepted">This end of the connection; null when unknown.</param>
internal sealed class ConnectionCaller(SidecarServices services, IPEndPoint? client, IPEndPoint? dialled, IPEndPoint? accepted)
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
        if (client is null)
            return null;
        var process = dialled is null ? null : services.Callers.Find(client, dialled, needsProgram);
        return process ?? (accepted is null ? null : services.Callers.Find(client, accepted, needsProgram));
    }
}
