namespace EgressPipeline.Http.Http2;

/// <summary>Flags of frames; what a bit means depends on the type.</summary>
[Flags]
public enum FrameFlags : byte
{
    None = 0,

    /// <summary>DATA and HEADERS: nothing follows in this direction.</summary>
    EndStream = 0x1,

    /// <summary>SETTINGS and PING: an acknowledgement.</summary>
    Ack = EndStream,

    /// <summary>HEADERS, PUSH_PROMISE and CONTINUATION: the field block ends here.</summary>
    EndHeaders = 0x4,

    /// <summary>DATA, HEADERS and PUSH_PROMISE: a pad length comes first and padding last.</summary>
    Padded = 0x8,

    /// <summary>HEADERS: a priority comes before the fields.</summary>
    Priority = 0x20,
}
