using EgressPipeline.Transport;

namespace EgressPipeline.Interception.Callers;

/// <summary>A descriptor by which a process has called before, and may call again once it is free. Safe for concurrent use.</summary>
/// <param name="process">Its process.</param>
/// <param name="number">Its number there.</param>
internal sealed class KnownDescriptor(int process, int number)
{
    /// <summary>After so many looks in vain it is something else, or gone: it is forgotten.</summary>
    private const int MaxMisses = 8;

    private volatile SocketConnection? _user;
    private int _misses;

    public int Process => process;

    public int Number => number;

    /// <summary>True while the last connection that came by it lasts: then it cannot be another one's.</summary>
    public bool IsBusy => _user is { IsAborted: false, IsPeerClosed: false };

    public bool IsForgotten => Volatile.Read(ref _misses) >= MaxMisses;

    /// <summary>A connection came by it.</summary>
    /// <param name="user">Null when it cannot be known how long that lasts.</param>
    public void Hit(SocketConnection? user)
    {
        _user = user;
        Volatile.Write(ref _misses, 0);
    }

    /// <summary>It was looked at in vain.</summary>
    public void Miss() => Interlocked.Increment(ref _misses);
}
