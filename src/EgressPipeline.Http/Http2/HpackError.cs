namespace EgressPipeline.Http.Http2;

/// <summary>Why a field block is refused. All but the last two leave the two sides' tables apart: the connection must end.</summary>
public enum HpackError
{
    None,
    BadIndex,
    BadInteger,
    Truncated,
    BadHuffman,
    TableSizeTooLarge,
    MisplacedTableSize,
    ListTooLarge,
    TooManyFields,
}
