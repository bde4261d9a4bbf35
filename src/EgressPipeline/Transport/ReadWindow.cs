using System.Buffers;
using System.IO.Pipelines;

namespace EgressPipeline.Transport;

/// <summary>
/// What a consumer has and has not seen of one contiguous buffer: [Start, End) is unconsumed, [Start, examined) of it was
/// looked at without success. Every reader that receives into such a buffer keeps one.
/// </summary>
/// <remarks>Mutable: keep it in a field and never copy it. The buffer stays the reader's. Consumer only.</remarks>
internal struct ReadWindow
{
    private int _examined;

    public int Start { get; private set; }

    public int End { get; private set; }

    public readonly int Unconsumed => End - Start;

    /// <summary>True when there is something the consumer has not examined.</summary>
    public readonly bool HasUnexamined => _examined < End;

    /// <summary>Starts over at the front of a buffer.</summary>
    public void Reset() => Start = End = _examined = 0;

    /// <summary>Takes in bytes received behind <see cref="End"/>.</summary>
    public void Extend(int bytes) => End += bytes;

    /// <summary>Moves what is unconsumed to the front of <paramref name="target"/>, which may be <paramref name="buffer"/> itself.</summary>
    public void MoveTo(byte[] buffer, byte[] target)
    {
        buffer.AsSpan(Start, Unconsumed).CopyTo(target);
        _examined -= Start;
        End -= Start;
        Start = 0;
    }

    /// <summary><see cref="PipeReader.AdvanceTo(SequencePosition, SequencePosition)"/> for results of <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside of what was read.</exception>
    public void Advance(byte[]? buffer, SequencePosition consumed, SequencePosition examined)
    {
        if (buffer is null || !ReferenceEquals(consumed.GetObject(), buffer))
            return; // the result was empty: there is nothing to advance over
        var consumedAt = consumed.GetInteger();
        var examinedAt = examined.GetInteger();
        if (consumedAt < Start || examinedAt < consumedAt || examinedAt > End)
            throw new ArgumentOutOfRangeException(nameof(consumed), "advanced outside of what was read");
        Start = consumedAt;
        _examined = examinedAt;
    }

    /// <summary>What a read returns: the unconsumed bytes as a single segment.</summary>
    public readonly ReadResult Result(byte[]? buffer, bool canceled, bool ended)
    {
        var sequence = End > Start ? new ReadOnlySequence<byte>(buffer!, Start, Unconsumed) : ReadOnlySequence<byte>.Empty;
        return new ReadResult(sequence, canceled, ended);
    }
}
