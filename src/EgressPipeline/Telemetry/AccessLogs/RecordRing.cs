namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>
/// A bounded queue of lines from any number of connections to one writer (D. Vyukov's array queue). A producer formats
/// straight into its cell; a full ring refuses at once. Cells keep their buffers, so the steady state allocates nothing.
/// </summary>
internal sealed class RecordRing
{
    private readonly Cell[] _cells;
    private readonly int _mask;
    private long _tail;
    private long _head;

    /// <param name="capacity">Records that may wait; a power of two.</param>
    public RecordRing(int capacity)
    {
        _cells = new Cell[capacity];
        _mask = capacity - 1;
        for (var i = 0; i < capacity; i++)
            _cells[i].Sequence = i;
    }

    /// <summary>Records claimed and not yet taken. A moment's value.</summary>
    public int Pending => (int)(Volatile.Read(ref _tail) - Volatile.Read(ref _head));

    /// <summary>Claims a cell and returns its line, or null when the ring is full. Any thread.</summary>
    /// <param name="ticket">To be given to <see cref="Publish"/>, whatever happens in between.</param>
    public LogLine? TryClaim(out long ticket)
    {
        ticket = Volatile.Read(ref _tail);
        while (true)
        {
            ref var cell = ref _cells[(int)ticket & _mask];
            var distance = Volatile.Read(ref cell.Sequence) - ticket;
            if (distance < 0)
                return null;
            if (distance == 0 && Interlocked.CompareExchange(ref _tail, ticket + 1, ticket) == ticket)
                return cell.Line ??= new LogLine();
            ticket = Volatile.Read(ref _tail);
        }
    }

    /// <summary>Hands a claimed cell to the writer. A full fence, so that a check for a sleeping writer that follows is not too early.</summary>
    public void Publish(long ticket) => Interlocked.Exchange(ref _cells[(int)ticket & _mask].Sequence, ticket + 1);

    /// <summary>The oldest published line, or null. Only for the writer, which calls <see cref="Release"/> when it has copied it.</summary>
    public LogLine? Peek()
    {
        ref var cell = ref _cells[(int)_head & _mask];
        return Volatile.Read(ref cell.Sequence) == _head + 1 ? cell.Line : null;
    }

    /// <summary>Frees the line that <see cref="Peek"/> returned.</summary>
    public void Release()
    {
        ref var cell = ref _cells[(int)_head & _mask];
        cell.Line!.Clear();
        var head = _head;
        Volatile.Write(ref _head, head + 1);
        Volatile.Write(ref cell.Sequence, head + _cells.Length);
    }

    private struct Cell
    {
        public long Sequence;
        public LogLine? Line;
    }
}
