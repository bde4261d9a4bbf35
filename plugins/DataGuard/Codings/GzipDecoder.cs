using System.IO.Hashing;

namespace DataGuard.Codings;

/// <summary>gzip (RFC 1952): one member or several, each with its check sum. What follows the last one makes it invalid.</summary>
internal sealed class GzipDecoder : BodyDecoder
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;

    private readonly Inflater _inflater = new();
    private readonly Crc32 _checksum = new();
    private GzipPart _part;
    private GzipFlags _flags;
    private int _at; // byte of the part
    private int _extra; // bytes of the extra field
    private uint _length; // decoded so far, modulo 2^32

    public override bool MayEnd => _part == GzipPart.Between;

    public override void Begin()
    {
        _inflater.Begin();
        BeginMember();
    }

    public override void End() => _inflater.End();

    public override DecodeStatus Decode(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded)
    {
        decoded = default;
        while (true)
        {
            if (_part == GzipPart.Data)
            {
                var status = _inflater.Decode(ref source, out decoded);
                _checksum.Append(decoded);
                _length += (uint)decoded.Length;
                if (status != DecodeStatus.End)
                    return status;
                Enter(GzipPart.Trailer);
                if (decoded.Length > 0)
                    return DecodeStatus.Output;
            }
            if (!_inflater.TryTakeByte(ref source, out var value))
                return DecodeStatus.NeedMore;
            if (_part == GzipPart.Between)
                BeginMember();
            if (!Accept((byte)value))
                return DecodeStatus.Invalid;
        }
    }

    private void BeginMember()
    {
        _inflater.Restart();
        _checksum.Reset();
        (_length, _flags) = (0, default);
        Enter(GzipPart.Header);
    }

    private void Enter(GzipPart part) => (_part, _at) = (part, 0);

    /// <summary>Takes one byte of what surrounds the data.</summary>
    private bool Accept(byte value)
    {
        var at = _at++;
        switch (_part)
        {
            case GzipPart.Header:
                return AcceptHeader(at, value);
            case GzipPart.ExtraLength:
                _extra = at == 0 ? value : _extra | (value << 8);
                if (at == 1)
                    Enter(_extra == 0 ? After(GzipPart.Extra) : GzipPart.Extra);
                return true;
            case GzipPart.Extra:
                if (_at == _extra)
                    Enter(After(GzipPart.Extra));
                return true;
            case GzipPart.Name or GzipPart.Comment:
                if (value == 0)
                    Enter(After(_part));
                return true;
            case GzipPart.HeaderChecksum:
                if (at == 1)
                    Enter(GzipPart.Data);
                return true;
            default:
                return AcceptTrailer(at, value);
        }
    }

    private bool AcceptHeader(int at, byte value)
    {
        if (at == 3)
            _flags = (GzipFlags)value;
        if (_at == FixedHeader)
            Enter(After(GzipPart.Header));
        return at switch
        {
            0 => value == 0x1F,
            1 => value == 0x8B,
            2 => value == 8, // deflate
            3 => (_flags & GzipFlags.Reserved) == 0,
            _ => true,
        };
    }

    private bool AcceptTrailer(int at, byte value)
    {
        if (_at == Trailer)
            Enter(GzipPart.Between);
        var expected = at < 4 ? _checksum.GetCurrentHashAsUInt32() : _length;
        return value == (byte)(expected >> (8 * (at & 3)));
    }

    /// <summary>The next part that the flags announce.</summary>
    private GzipPart After(GzipPart part)
    {
        if (part < GzipPart.ExtraLength && Has(GzipFlags.Extra))
            return GzipPart.ExtraLength;
        if (part < GzipPart.Name && Has(GzipFlags.Name))
            return GzipPart.Name;
        if (part < GzipPart.Comment && Has(GzipFlags.Comment))
            return GzipPart.Comment;
        return part < GzipPart.HeaderChecksum && Has(GzipFlags.HeaderChecksum) ? GzipPart.HeaderChecksum : GzipPart.Data;
    }

    private bool Has(GzipFlags flag) => (_flags & flag) != 0;
}
