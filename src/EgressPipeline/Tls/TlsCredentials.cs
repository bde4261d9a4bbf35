using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tls;

/// <summary>The credentials in force for one set of files. Readers take <see cref="Current"/> once a handshake; one writer.</summary>
internal sealed class TlsCredentials
{
    private readonly TlsPlan _plan;
    private readonly TimeProvider _time;
    private volatile TlsMaterial? _current;
    private volatile string _problem;

    public TlsCredentials(TlsFiles files, TlsPlan plan, TimeProvider time)
    {
        Files = files;
        _plan = plan;
        _time = time;
        TlsMaterial.TryLoad(plan, time, out var material, out var problem);
        _current = material;
        _problem = problem;
    }

    public TlsFiles Files { get; }

    /// <summary>The last good credentials; null when there never were any, and then nothing is dialled.</summary>
    public TlsMaterial? Current => _current;

    /// <summary>What is wrong with the files as they are now; empty when nothing.</summary>
    public string Problem => _problem;

    /// <summary>Reads the files again. One caller at a time.</summary>
    public ReloadOutcome Reload()
    {
        if (!TlsMaterial.TryLoad(_plan, _time, out var material, out var problem))
        {
            var isNews = problem != _problem;
            _problem = problem;
            return isNews ? ReloadOutcome.Refused : ReloadOutcome.Unchanged;
        }
        _problem = "";
        if (material!.Digest == _current?.Digest)
            return ReloadOutcome.Unchanged;
        _current = material;
        return ReloadOutcome.Replaced;
    }
}
