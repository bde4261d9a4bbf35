using System.Buffers;

namespace EgressPipeline.Http.Http2;

/// <summary>Puts the fragments of HEADERS and its CONTINUATIONs together, within bounds (RFC 9113 §4.3, §6.10).</summary>
/// <remarks>Not thread-safe. Holds a pooled buffer only while a block is incomplete.</remarks>
public sealed class FieldBlock(int maxBytes, int maxContinuations) : IDisposable
{
    private byte[] _buffer = [];
    private int _length;
    private int _continuations;

    /// <summary>The stream whose block is incomplete, or 0.</summary>
    public int StreamId { get; private set; }

    /// <summary>Whether the HEADERS had END_STREAM.</summary>
    public bool EndsStream { get; private set; }

    /// <summary>What is there.</summary>
    public ReadOnlySpan<byte> Fragments => _buffer.AsSpan(0, _length);

    /// <summary>Starts a block that does not end with its first frame.</summary>
    public Http2Violation Begin(int streamId, bool endsStream, ReadOnlySpan<byte> fragment)
    {
        StreamId = streamId;
        EndsStream = endsStream;
        _length = _continuations = 0;
        return Append(fragment);
    }

    /// <summary>Takes the fragment of a CONTINUATION.</summary>
    public Http2Violation Continue(ReadOnlySpan<byte> fragment) =>
        ++_continuations > maxContinuations ? Http2Violation.ContinuationFlood : Append(fragment);

    /// <summary>Forgets the block and returns its buffer.</summary>
    public void End()
    {
        StreamId = 0;
        _length = 0;
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <inheritdoc cref="End"/>
    public void Dispose() => End();

    private Http2Violation Append(ReadOnlySpan<byte> fragment)
    {
        if (fragment.Length > maxBytes - _length)
            return Http2Violation.ContinuationFlood;
        if (_buffer.Length < _length + fragment.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + fragment.Length, Math.Min(_buffer.Length * 2, maxBytes)));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        fragment.CopyTo(_buffer.AsSpan(_length));
        _length += fragment.Length;
        return Http2Violation.None;
    }
}
