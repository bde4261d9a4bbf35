using System.Buffers;
using System.Numerics;
using DataGuard.Detection;

namespace DataGuard.Scanning;

/// <summary>
/// Scans one body, however it is cut, with a window of constant size. What has been judged can be taken from <see cref="Ready"/>, masked
/// where a detector says so; what may be the beginning of a finding is held back until more has arrived.
/// </summary>
/// <remarks>
/// Use: <see cref="Begin"/>, then for each piece until nothing of it is left <see cref="Append"/>, take <see cref="Ready"/>,
/// <see cref="Release"/>; at the end <see cref="Complete"/>, take <see cref="Ready"/>, <see cref="Release"/>. Findings and output depend
/// on the bytes only, not on the cuts. Not thread-safe; reused from body to body, allocates nothing in steady state.
/// </remarks>
internal sealed class BodyScanner
{
    /// <summary>Bytes that are scanned at once: they stay in the processor's first cache.</summary>
    private const int Block = 16 * 1024;

    private ScanPlan _plan = null!;
    private byte[] _text = [];
    private byte[] _masked = []; // the same with masks; empty when nothing is masked
    private RecognizerSlot[] _slots = [];
    private PatternCursor[] _patterns = [];
    private long _offset; // of the first byte of the window
    private int _count; // bytes in the window
    private int _arrived; // before it everything was given to open findings
    private int _cursor; // next place for recognisers
    private int _ready; // first byte that was not taken
    private int _safe; // first byte that is held back
    private int _used; // bytes of the window that were ever written

    public FindingLog Findings { get; } = new();

    /// <summary>True as soon as a detector in block mode has found something. Nothing more is scanned or given out then.</summary>
    public bool Blocked => BlockedBy >= 0;

    /// <summary>Number of the detector that blocks, or -1.</summary>
    public int BlockedBy { get; private set; } = -1;

    /// <summary>Bytes of the body so far.</summary>
    public long Scanned => _offset + _count;

    /// <summary>What can be sent on; valid until the next call.</summary>
    public ReadOnlySpan<byte> Ready => Blocked ? default : (_plan.Masks ? _masked : _text).AsSpan(_ready, _safe - _ready);

    /// <summary>Offset of the first byte that is held back.</summary>
    public long SafeOffset => _offset + _safe;

    /// <summary>Starts a body.</summary>
    public void Begin(ScanPlan plan)
    {
        End();
        if (!ReferenceEquals(_plan, plan))
            Prepare(plan);
        (_offset, _count, _arrived, _cursor, _ready, _safe) = (0, 0, 0, 0, 0, 0);
        BlockedBy = -1;
        Array.Clear(_slots);
        foreach (var pattern in _patterns)
            pattern.Begin();
        Findings.Begin(plan.Detectors.Length);
    }

    /// <summary>Gives the window back. Allowed at any time, also without a body.</summary>
    public void End()
    {
        (_text, _masked) = (Return(_text), Return(_masked));
        (_ready, _safe, _used) = (0, 0, 0);
    }

    /// <summary>Takes a part of what has arrived, as much as there is room for, and judges it.</summary>
    /// <param name="rest">What has arrived; what was taken is cut off.</param>
    public void Append(ref ReadOnlySpan<byte> rest)
    {
        if (_text.Length == 0)
            RentWindow();
        MakeRoom();
        var part = rest[..Math.Min(rest.Length, Block)];
        part.CopyTo(_text.AsSpan(_count));
        if (_plan.Masks)
            part.CopyTo(_masked.AsSpan(_count));
        _count += part.Length;
        _used = Math.Max(_used, _count);
        rest = rest[part.Length..];
        Scan(final: false);
    }

    /// <summary>Nothing follows: judges what was held back.</summary>
    public void Complete() => Scan(final: true);

    /// <summary>What was ready has been taken.</summary>
    public void Release() => _ready = _safe;

    internal long OffsetOf(int index) => _offset + index;

    /// <summary>A detector has found something in the window.</summary>
    internal int Add(int detector, int start, int end)
    {
        var handle = Findings.Add(new Finding(detector, _offset + start, end - start));
        var memory = start > 0 ? Mask.StartingAfter(_text[start - 1]) : 0;
        Overwrite(detector, start, start + Mask.EndBefore(_text.AsSpan(start..end), _plan.Detectors[detector].KeepLast), ref memory);
        if (_plan.Detectors[detector].Mode == DetectorMode.Block)
            BlockedBy = detector;
        return handle;
    }

    /// <summary>The last finding of a pattern turned out to be longer.</summary>
    internal void Extend(int detector, int handle, int start, int end)
    {
        Findings.Extend(handle, _offset + start, _offset + end);
        var memory = start > 0 ? Mask.StartingAfter(_text[start - 1]) : 0;
        Overwrite(detector, start, end, ref memory);
    }

    private void Scan(bool final)
    {
        if (Blocked)
            return;
        ReadOnlySpan<byte> text = _text.AsSpan(0, _count);
        ExtendOpenFindings(text);
        _safe = Recognize(text, final);
        for (var i = 0; i < _patterns.Length && !Blocked; i++)
        {
            _patterns[i].Advance(text, final, this, _slots.Length + i);
            _safe = Math.Min(_safe, final ? _count : _patterns[i].HeldFrom);
        }
    }

    /// <summary>Judges every place that has a fingerprint.</summary>
    /// <returns>The first place that cannot be judged yet.</returns>
    private int Recognize(ReadOnlySpan<byte> text, bool final)
    {
        if (_slots.Length == 0)
            return _cursor = _count;
        while (true)
        {
            _cursor = _plan.Filter.FindFirst(text, _cursor, out var hits);
            if (hits == 0)
                break;
            if (!JudgeAll(text, final, hits) || Blocked)
                return _cursor;
            _cursor++;
        }
        while (_cursor < _count && (final || _plan.Filter.Look(text[_cursor..]) == 0))
            _cursor++;
        return _cursor;
    }

    /// <summary>Asks every recogniser whose fingerprint stands at the cursor.</summary>
    /// <returns>False when one of them needs more bytes.</returns>
    private bool JudgeAll(ReadOnlySpan<byte> text, bool final, uint hits)
    {
        var certain = true;
        for (; hits != 0; hits &= hits - 1)
        {
            var number = BitOperations.TrailingZeroCount(hits);
            ref var slot = ref _slots[number];
            if (slot.IsOpen || OffsetOf(_cursor) < slot.End || IsHidden(number))
                continue;
            var verdict = _plan.Recognizers[number].Judge(text, _cursor, final);
            if (verdict.Kind == VerdictKind.NeedMore)
                certain = false;
            else if (verdict.Kind != VerdictKind.Nothing)
                Take(number, verdict, text);
        }
        return certain;
    }

    private bool IsHidden(int number) => _plan.HiddenBy[number] is >= 0 and var other && OffsetOf(_cursor) < _slots[other].End;

    private void Take(int number, Verdict verdict, ReadOnlySpan<byte> text)
    {
        ref var slot = ref _slots[number];
        slot.Handle = Add(number, verdict.Start, verdict.End);
        slot.End = OffsetOf(verdict.End);
        slot.Start = OffsetOf(verdict.Start);
        slot.IsOpen = verdict.Kind == VerdictKind.FoundOpen;
        (slot.Memory, slot.MaskMemory) = (0, 0);
        if (slot.IsOpen)
            ExtendOpen(number, text, verdict.End);
    }

    private void ExtendOpenFindings(ReadOnlySpan<byte> text)
    {
        for (var number = 0; number < _slots.Length; number++)
            if (_slots[number].IsOpen)
                ExtendOpen(number, text, _arrived);
        _arrived = _count;
    }

    private void ExtendOpen(int number, ReadOnlySpan<byte> text, int from)
    {
        ref var slot = ref _slots[number];
        var end = from + _plan.Recognizers[number].Extend(text[from..], ref slot.Memory, out var ended);
        Overwrite(number, from, end, ref slot.MaskMemory);
        slot.End = OffsetOf(end);
        slot.IsOpen = !ended;
        Findings.Extend(slot.Handle, slot.Start, slot.End);
    }

    private void Overwrite(int detector, int start, int end, ref int memory)
    {
        var which = _plan.Detectors[detector];
        if (which.Mode == DetectorMode.Mask)
            Mask.Apply(_text.AsSpan(start, end - start), _masked.AsSpan(start), new MaskStyle(_plan.MaskWith, which.Recognizer is null), ref memory);
    }

    /// <summary>Drops what was taken, but for what recognisers may look back at.</summary>
    private void MakeRoom()
    {
        if (_text.Length - _count >= Block)
            return;
        var dropped = Math.Max(0, _ready - Recognizer.LookBehind);
        _text.AsSpan(dropped, _count - dropped).CopyTo(_text);
        if (_plan.Masks)
            _masked.AsSpan(dropped, _count - dropped).CopyTo(_masked);
        _offset += dropped;
        (_count, _arrived, _cursor, _ready, _safe) = (_count - dropped, _arrived - dropped, _cursor - dropped, _ready - dropped, _safe - dropped);
        foreach (var pattern in _patterns)
            pattern.Shift(dropped);
    }

    private void Prepare(ScanPlan plan)
    {
        _plan = plan;
        _slots = new RecognizerSlot[plan.Recognizers.Length];
        _patterns = [.. plan.Patterns.Select(pattern => new PatternCursor(pattern))];
    }

    private void RentWindow()
    {
        var length = Recognizer.LookBehind + _plan.MaxHeld + (2 * Block);
        _text = ArrayPool<byte>.Shared.Rent(length);
        if (_plan.Masks)
            _masked = ArrayPool<byte>.Shared.Rent(length);
    }

    /// <summary>What was in a body is not for the next user of the pool.</summary>
    private byte[] Return(byte[] rented)
    {
        if (rented.Length == 0)
            return rented;
        rented.AsSpan(0, _used).Clear();
        ArrayPool<byte>.Shared.Return(rented);
        return [];
    }
}
