using System.Runtime.CompilerServices;

namespace EgressPipeline.Http;

/// <summary>Copies parts of a source to a target, joining parts that follow each other in the source into one copy.</summary>
internal ref struct BlockCopy(byte[] source, Span<byte> target)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly Span<byte> _target = target;
    private int _start;
    private int _end;

    /// <summary>Bytes written. Final after <see cref="AddText"/>, which leaves nothing pending.</summary>
    public int Written { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int start, int end)
    {
        if (start != _end)
        {
            Flush();
            _start = start;
        }
        _end = end;
    }

    public void AddText(ReadOnlySpan<byte> text)
    {
        Flush();
        _start = _end = 0;
        text.CopyTo(_target[Written..]);
        Written += text.Length;
    }

    private void Flush()
    {
        var block = _source[_start.._end];
        block.CopyTo(_target[Written..]);
        Written += block.Length;
    }
}
