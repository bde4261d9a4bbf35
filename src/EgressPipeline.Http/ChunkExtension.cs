namespace EgressPipeline.Http;

/// <summary>
/// The grammar of chunk extensions (RFC 9112 §7.1.1) byte by byte, behind the first semicolon:
/// <c>token [ "=" ( token / quoted-string ) ] *( ";" … )</c>, with the optional white space left out that only
/// attackers send.
/// </summary>
internal struct ChunkExtension
{
    private State _state;

    private enum State : byte
    {
        NameStart,
        Name,
        ValueStart,
        Value,
        Quoted,
        Escaped,
        QuotedEnd,
    }

    /// <summary>Bytes taken.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the line may end here.</summary>
    public readonly bool IsComplete => _state is State.Name or State.Value or State.QuotedEnd;

    /// <summary>Takes one byte; false when the grammar has no place for it.</summary>
    public bool TryTake(byte value)
    {
        Length++;
        switch (_state)
        {
            case State.Quoted:
                if (value == '"')
                    _state = State.QuotedEnd;
                else if (value == '\\')
                    _state = State.Escaped;
                return IsText(value);
            case State.Escaped:
                _state = State.Quoted;
                return IsText(value);
            case State.ValueStart when value == '"':
                _state = State.Quoted;
                return true;
            case State.Name when value == '=':
                _state = State.ValueStart;
                return true;
            case State.Name or State.Value or State.QuotedEnd when value == ';':
                _state = State.NameStart;
                return true;
            case State.QuotedEnd:
                return false;
            default:
                _state = _state < State.ValueStart ? State.Name : State.Value;
                return ByteSets.Token.Contains(value);
        }
    }

    private static bool IsText(byte value) => value == '\t' || (value >= ' ' && value != 127);
}
