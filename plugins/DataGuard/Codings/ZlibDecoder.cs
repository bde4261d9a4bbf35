namespace DataGuard.Codings;

/// <summary>
/// The coding "deflate": zlib (RFC 1950), or the bare data that some senders mean by it (RFC 9110 §8.4.1.2); its first two bytes tell which.
/// </summary>
internal sealed class ZlibDecoder : BodyDecoder
{
    private const int Header = 2;
    private const int Trailer = 4;

    private readonly Inflater _inflater = new();
    private readonly byte[] _first = new byte[Header];
    private Adler32 _checksum;
    private int _headerBytes;
    private int _trailerBytes;
    private bool _isBare;
    private bool _isDecoded;

    public override bool MayEnd => _isDecoded && (_isBare || _trailerBytes == Trailer);

    /// <summary>True for bare data: what is coded again should be as well.</summary>
    public bool IsBare => _isBare;

    public override void Begin()
    {
        _inflater.Begin();
        _checksum = Adler32.Initial;
        (_headerBytes, _trailerBytes, _isBare, _isDecoded) = (0, 0, false, false);
    }

    public override void End() => _inflater.End();

    public override DecodeStatus Decode(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded)
    {
        decoded = default;
        for (; _headerBytes < Header; source = source[1..])
        {
            if (source.IsEmpty)
                return DecodeStatus.NeedMore;
            _first[_headerBytes++] = source[0];
        }
        if (_headerBytes == Header)
        {
            _headerBytes++;
            if (!IsZlib(_first))
                return DecodeFirst(out decoded);
            if ((_first[1] & 0x20) != 0)
                return DecodeStatus.Invalid; // a dictionary that only the two sides know
        }
        return _isDecoded ? ReadTrailer(ref source) : DecodeData(ref source, out decoded);
    }

    private static bool IsZlib(ReadOnlySpan<byte> first) => (first[0] & 0x0F) == 8 && first[0] >> 4 <= 7 && ((first[0] << 8) | first[1]) % 31 == 0;

    /// <summary>What was taken for a header is data.</summary>
    private DecodeStatus DecodeFirst(out ReadOnlySpan<byte> decoded)
    {
        _isBare = true;
        ReadOnlySpan<byte> first = _first;
        var status = DecodeData(ref first, out decoded);
        // Nothing may be left of it; and the caller has more to give whatever this says.
        return status == DecodeStatus.Invalid || first.Length > 0 ? DecodeStatus.Invalid : DecodeStatus.Output;
    }

    private DecodeStatus DecodeData(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded)
    {
        var status = _inflater.Decode(ref source, out decoded);
        _checksum.Append(decoded);
        if (status != DecodeStatus.End)
            return status;
        _isDecoded = true;
        return DecodeStatus.Output;
    }

    private DecodeStatus ReadTrailer(ref ReadOnlySpan<byte> source)
    {
        while (_inflater.TryTakeByte(ref source, out var value))
        {
            if (_isBare || _trailerBytes == Trailer)
                return DecodeStatus.Invalid;
            if (value != (byte)(_checksum.Value >> (24 - (8 * _trailerBytes++))))
                return DecodeStatus.Invalid;
        }
        return DecodeStatus.NeedMore;
    }
}
