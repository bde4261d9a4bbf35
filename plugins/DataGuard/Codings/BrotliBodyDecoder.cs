using System.Buffers;
using System.IO.Compression;

namespace DataGuard.Codings;

/// <summary>Brotli (RFC 7932), decoded by the framework. Its window, up to 16 MiB as the sender chooses, is memory of the library.</summary>
internal sealed class BrotliBodyDecoder : BodyDecoder
{
    private const int OutputBytes = 32 * 1024;

    private BrotliDecoder _decoder;
    private byte[] _output = [];
    private bool _isDecoded;

    public override bool MayEnd => _isDecoded;

    public override void Begin()
    {
        _decoder.Dispose();
        _decoder = default;
        _isDecoded = false;
        if (_output.Length == 0)
            _output = ArrayPool<byte>.Shared.Rent(OutputBytes);
    }

    public override void End()
    {
        _decoder.Dispose();
        _decoder = default;
        if (_output.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_output, clearArray: true);
        _output = [];
    }

    public override DecodeStatus Decode(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded)
    {
        decoded = default;
        if (_isDecoded)
            return source.IsEmpty ? DecodeStatus.NeedMore : DecodeStatus.Invalid;
        var status = _decoder.Decompress(source, _output, out var taken, out var written);
        source = source[taken..];
        decoded = _output.AsSpan(0, written);
        _isDecoded = status == OperationStatus.Done;
        return status switch
        {
            OperationStatus.Done or OperationStatus.DestinationTooSmall => DecodeStatus.Output,
            OperationStatus.NeedMoreData => DecodeStatus.NeedMore,
            _ => DecodeStatus.Invalid,
        };
    }
}
