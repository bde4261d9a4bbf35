using System.IO.Compression;
using DataGuard.Codings;
using DataGuard.Scanning;

namespace DataGuard.Inspection;

/// <summary>
/// Codes what was judged and masked again, as the sender had coded it: there is no way to change a few bytes of compressed data in place.
/// The compressors are the framework's; they are made for each body.
/// </summary>
internal sealed class RecodedForwarding : Forwarding
{
    private readonly CodedOutput _output = new();
    private BodyDecoder _decoder = null!;
    private Stream? _compressor;
    private bool _isDirty; // something was written since it was flushed

    public override ReadOnlySpan<byte> Ready => _output.Written;

    /// <param name="decoder">Tells which coding it was.</param>
    public void Begin(BodyDecoder decoder) => (_decoder, _isDirty) = (decoder, false);

    public override void OnCoded(ReadOnlySpan<byte> part)
    {
    }

    public override void OnJudged(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty)
            return;
        Compressor.Write(plain);
        _isDirty = true;
    }

    public override bool OnStep(BodyScanner scanner, bool isPieceOver)
    {
        if (isPieceOver && _isDirty)
            Compressor.Flush(); // the other side shall be able to read what this one has sent
        _isDirty &= !isPieceOver;
        return true;
    }

    public override void Finish()
    {
        if (_compressor is null)
            _output.Write(CodedNothing);
        _compressor?.Dispose();
        _compressor = null;
    }

    public override void Release() => _output.Drop(_output.Count);

    public override bool GiveUp() => false;

    public override void End()
    {
        _compressor?.Dispose();
        _compressor = null;
        _output.Release();
    }

    // The framework's compressors write nothing at all for nothing, which is not valid.
    private ReadOnlySpan<byte> CodedNothing => _decoder switch
    {
        GzipDecoder => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        BrotliBodyDecoder => [6],
        ZlibDecoder { IsBare: true } => [3, 0],
        _ => [0x78, 0x9C, 3, 0, 0, 0, 0, 1],
    };

    // Made when the first bytes come: only then the decoder knows what is called "deflate".
    private Stream Compressor => _compressor ??= _decoder switch
    {
        GzipDecoder => new GZipStream(_output, CompressionLevel.Fastest, leaveOpen: true),
        BrotliBodyDecoder => new BrotliStream(_output, CompressionLevel.Fastest, leaveOpen: true),
        ZlibDecoder { IsBare: true } => new DeflateStream(_output, CompressionLevel.Fastest, leaveOpen: true),
        _ => new ZLibStream(_output, CompressionLevel.Fastest, leaveOpen: true),
    };
}
