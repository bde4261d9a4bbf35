using System.Buffers;

namespace EgressPipeline.Http.Http2;

/// <summary>Text that grows while fields come in, in a pooled buffer that is kept for the next block.</summary>
internal sealed class FieldText : IDisposable
{
    private byte[] _buffer = [];
    private int _length;

    /// <summary>Whether anything was appended, be it empty.</summary>
    public bool IsSet { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Append(ReadOnlySpan<byte> text)
    {
        IsSet = true;
        if (_buffer.Length - _length < text.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + text.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            Return();
            _buffer = larger;
        }
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    public void Clear()
    {
        _length = 0;
        IsSet = false;
    }

    public void Dispose()
    {
        Return();
        _buffer = [];
        Clear();
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
    }
}
