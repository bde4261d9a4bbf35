namespace DataGuard.Codings;

/// <summary>What a gzip header announces (RFC 1952 §2.3.1).</summary>
[Flags]
internal enum GzipFlags
{
    None = 0,
    HeaderChecksum = 1 << 1,
    Extra = 1 << 2,
    Name = 1 << 3,
    Comment = 1 << 4,
    Reserved = 0xE0,
}
