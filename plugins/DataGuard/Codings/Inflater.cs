using System.Buffers;

namespace DataGuard.Codings;

/// <summary>
/// Decompresses deflate (RFC 1951), pushed piece by piece. The framework's stream can be fed so too, but it does not tell where the data
/// ends, so that what follows would pass unseen, and it cannot be reused.
/// </summary>
internal sealed class Inflater
{
    private const int Window = 32 * 1024;
    private const int MaxMatch = 258;
    private const int EndOfBlock = 256;

    private readonly InflateCodes _codes = new();
    private byte[] _output = []; // the window, then what is new
    private BitReader _input;
    private InflateState _state;
    private bool _isLastBlock;
    private int _position;
    private int _stored; // bytes left of a stored block

    public void Begin()
    {
        if (_output.Length == 0)
            _output = ArrayPool<byte>.Shared.Rent(2 * Window);
        _input = default;
        (_state, _isLastBlock, _position) = (InflateState.BlockHeader, false, 0);
    }

    public void End()
    {
        if (_output.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_output, clearArray: true);
        _output = [];
    }

    /// <summary>See <see cref="BodyDecoder.Decode"/>.</summary>
    public DecodeStatus Decode(scoped ref ReadOnlySpan<byte> source, out ReadOnlySpan<byte> decoded)
    {
        Slide();
        var from = _position;
        var status = DecodeStatus.Output;
        while (status == DecodeStatus.Output && _position <= 2 * Window - MaxMatch)
            status = Advance(ref source);
        decoded = _output.AsSpan(from, _position - from);
        return status;
    }

    /// <summary>After <see cref="DecodeStatus.End"/>: takes a byte that follows, some of which have been taken from the source already.</summary>
    public bool TryTakeByte(ref ReadOnlySpan<byte> source, out int value)
    {
        _input.Align();
        if (_input.Count > 0)
            return _input.TryTake(ref source, 8, out value);
        value = source.IsEmpty ? 0 : source[0];
        var taken = !source.IsEmpty;
        source = taken ? source[1..] : source;
        return taken;
    }

    /// <summary>After <see cref="DecodeStatus.End"/>: starts over with what follows.</summary>
    public void Restart() => (_state, _isLastBlock, _position) = (InflateState.BlockHeader, false, 0);

    private void Slide()
    {
        if (_position <= Window)
            return;
        _output.AsSpan(_position - Window, Window).CopyTo(_output);
        _position = Window;
    }

    private DecodeStatus Advance(ref ReadOnlySpan<byte> source) => _state switch
    {
        InflateState.BlockHeader => ReadBlockHeader(ref source),
        InflateState.StoredLength => ReadStoredLength(ref source),
        InflateState.Stored => CopyStored(ref source),
        InflateState.Codes => ReadCodes(ref source),
        InflateState.Symbols => DecodeSymbols(ref source),
        _ => DecodeStatus.End,
    };

    private DecodeStatus ReadBlockHeader(ref ReadOnlySpan<byte> source)
    {
        if (_isLastBlock)
        {
            _state = InflateState.Done;
            return DecodeStatus.End;
        }
        if (!_input.TryTake(ref source, 3, out var header))
            return DecodeStatus.NeedMore;
        _isLastBlock = (header & 1) != 0;
        _state = (header >> 1) switch
        {
            0 => InflateState.StoredLength,
            1 => InflateState.Symbols,
            _ => InflateState.Codes,
        };
        if (header >> 1 == 1)
            _codes.UseFixed();
        _codes.Begin();
        return header >> 1 == 3 ? DecodeStatus.Invalid : DecodeStatus.Output;
    }

    private DecodeStatus ReadStoredLength(ref ReadOnlySpan<byte> source)
    {
        _input.Align();
        if (!_input.TryTake(ref source, 32, out var lengths))
            return DecodeStatus.NeedMore;
        _stored = lengths & 0xFFFF;
        _state = InflateState.Stored;
        return (lengths >>> 16) == (_stored ^ 0xFFFF) ? DecodeStatus.Output : DecodeStatus.Invalid;
    }

    private DecodeStatus CopyStored(ref ReadOnlySpan<byte> source)
    {
        while (_stored > 0 && _position < 2 * Window)
        {
            if (!TryTakeByte(ref source, out var value))
                return DecodeStatus.NeedMore;
            _output[_position++] = (byte)value;
            _stored--;
            if (_input.Count > 0)
                continue;
            var direct = Math.Min(Math.Min(_stored, source.Length), 2 * Window - _position);
            source[..direct].CopyTo(_output.AsSpan(_position));
            source = source[direct..];
            _position += direct;
            _stored -= direct;
        }
        if (_stored == 0)
            _state = InflateState.BlockHeader;
        return DecodeStatus.Output;
    }

    private DecodeStatus ReadCodes(ref ReadOnlySpan<byte> source)
    {
        var status = _codes.Read(ref _input, ref source);
        if (status == DecodeStatus.Output)
            _state = InflateState.Symbols;
        return status;
    }

    /// <summary>
    /// Decodes symbols until the block ends, the output is full or a symbol is not complete. A symbol with all that belongs to it has at
    /// most 48 bits, so it is decoded as a whole or not at all.
    /// </summary>
    private DecodeStatus DecodeSymbols(ref ReadOnlySpan<byte> source)
    {
        var input = _input;
        var rest = source;
        var output = _output.AsSpan(0, 2 * Window);
        var position = _position;
        var status = DecodeStatus.Output;
        while (position <= output.Length - MaxMatch)
        {
            if (input.Count < 48)
                input.Fill(ref rest);
            var symbol = _codes.Literals.Decode(input.Bits, out var used);
            if (symbol is >= 0 and < EndOfBlock && used <= input.Count)
            {
                output[position++] = (byte)symbol;
                input.Skip(used);
                continue;
            }
            if (symbol == EndOfBlock && used <= input.Count)
            {
                input.Skip(used);
                _state = InflateState.BlockHeader;
                break;
            }
            var match = symbol <= EndOfBlock ? default : _codes.ReadMatch(symbol, input.Bits >> used);
            used += match.Bits;
            if (used > input.Count || (match.Length == 0 && input.Count < 48 && rest.IsEmpty))
            {
                status = DecodeStatus.NeedMore;
                break;
            }
            if (match.Length == 0 || match.Distance > position)
            {
                status = DecodeStatus.Invalid;
                break;
            }
            input.Skip(used);
            Repeat(output, position, match);
            position += match.Length;
        }
        source = rest;
        (_input, _position) = (input, position);
        return status;
    }

    private static void Repeat(Span<byte> output, int position, InflateMatch match)
    {
        var from = output.Slice(position - match.Distance, Math.Min(match.Distance, match.Length));
        var to = output.Slice(position, match.Length);
        for (; to.Length > from.Length; to = to[from.Length..])
            from.CopyTo(to);
        from[..to.Length].CopyTo(to);
    }
}
