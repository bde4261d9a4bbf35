namespace DataGuard.Codings;

/// <summary>Parts of a gzip member in the order in which they come.</summary>
internal enum GzipPart
{
    Header,
    ExtraLength,
    Extra,
    Name,
    Comment,
    HeaderChecksum,
    Data,
    Trailer,
    /// <summary>A member is complete; another one may follow.</summary>
    Between,
}
