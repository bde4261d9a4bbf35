namespace EgressPipeline.Http;

/// <summary>Where one field line lies in its head's buffer. Offsets, so that it survives the buffer's growth.</summary>
internal struct HeaderField
{
    public int NameStart;
    public int NameLength;
    public int ValueStart;
    public int ValueLength;

    /// <summary>Behind the line's CRLF; 0 when the line is not to be copied as it stands (unusual white space).</summary>
    public int LineEnd;

    public KnownHeader Known;
}
