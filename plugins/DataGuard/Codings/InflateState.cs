namespace DataGuard.Codings;

internal enum InflateState
{
    BlockHeader,
    StoredLength,
    Stored,
    Codes,
    Symbols,
    Done,
}
