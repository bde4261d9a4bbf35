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

    /// <summary>True while the last connection that came by it lasts on both sides: then it can hardly be another one's.</summary>
    public bool IsBusy => _user is { IsAborted: false, IsPeerClosed: false, IsEnding: false };

    public bool IsForgotten => Volatile.Read(ref _misses) >= MaxMisses;

    /// <summary>A connection came by it.</summary>
    /// <param name="user">Null when it cannot be known how long that lasts.</param>
    public void Hit(SocketConnection? user)
    {
        _user = user;
        Volatile.Write(ref _misses, 0);
    }

    /// <summary>It was looked at in vain, which says nothing while the caller may still hold the last connection.</summary>
    public void Miss()
    {
        if (_user is not { IsAborted: false, IsPeerClosed: false })
            Interlocked.Increment(ref _misses);
    }
}
