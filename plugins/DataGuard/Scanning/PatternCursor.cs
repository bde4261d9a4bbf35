using DataGuard.Detection;
using DataGuard.Patterns;

namespace DataGuard.Scanning;

/// <summary>How far a <see cref="PatternDetector"/> has come in one body, and what it has found last.</summary>
internal sealed class PatternCursor(PatternDetector pattern)
{
    private int _state;
    private int _position;
    private int _idleUntil; // no match under way began before this place
    private long _lastEnd; // offset after the last finding
    private int _lastHandle;

    /// <summary>Index from which on bytes may still turn out to belong to a match.</summary>
    public int HeldFrom => Math.Max(_idleUntil, _position - pattern.MaxLength);

    public void Begin() => (_state, _position, _idleUntil, _lastEnd, _lastHandle) = (0, 0, 0, 0, -1);

    /// <summary>The scanner has dropped bytes at the front of its text.</summary>
    public void Shift(int bytes)
    {
        _position -= bytes;
        _idleUntil = Math.Max(0, _idleUntil - bytes);
    }

    /// <summary>Takes what has arrived.</summary>
    /// <param name="text">The text that the scanner has.</param>
    /// <param name="final">True when nothing follows.</param>
    /// <param name="scanner">Takes the findings.</param>
    /// <param name="detector">The detector's number.</param>
    public void Advance(ReadOnlySpan<byte> text, bool final, BodyScanner scanner, int detector)
    {
        while (_position < text.Length)
        {
            if (IsIdle && !SkipTo(pattern.Filter.FindFirst(text, _position, out _), text))
                break;
            StepUntilIdle(text, scanner, detector);
            if (scanner.Blocked)
                return;
        }
        if (final && pattern.Forwards.Accepts(_state))
            Accept(text, scanner, detector);
    }

    private bool IsIdle => _state == 0 || (pattern.StartsAtBoundary && _state == 1);

    /// <summary>Goes on at a place before which no match can begin.</summary>
    /// <returns>False when there is nothing left.</returns>
    private bool SkipTo(int place, ReadOnlySpan<byte> text)
    {
        if (place > _position)
            _state = pattern.StartsAtBoundary && ByteClass.WordByte.Contains(text[place - 1]) ? 1 : 0;
        _position = _idleUntil = place;
        return place < text.Length;
    }

    private void StepUntilIdle(ReadOnlySpan<byte> text, BodyScanner scanner, int detector)
    {
        var automaton = pattern.Forwards;
        do
        {
            // A match is judged when the byte after it is there: the boundary may depend on it.
            if (automaton.Accepts(_state))
            {
                Accept(text, scanner, detector);
                if (scanner.Blocked)
                    return;
            }
            _state = automaton.Step(_state, text[_position++]);
        }
        while (_position < text.Length && !IsIdle);
        if (IsIdle)
            _idleUntil = _position;
    }

    private void Accept(ReadOnlySpan<byte> text, BodyScanner scanner, int detector)
    {
        if (pattern.EndsAtBoundary && !PatternDetector.IsBoundary(text, _position))
            return;
        var start = pattern.StartOf(text, _position);
        if (start < 0)
            return;
        if (scanner.OffsetOf(start) < _lastEnd)
            scanner.Extend(detector, _lastHandle, start, _position);
        else
            _lastHandle = scanner.Add(detector, start, _position);
        _lastEnd = scanner.OffsetOf(_position);
    }
}
