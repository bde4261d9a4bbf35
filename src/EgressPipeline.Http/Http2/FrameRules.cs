namespace EgressPipeline.Http.Http2;

/// <summary>What a frame's header must be like whatever came before it (RFC 9113 §4.2 and §6).</summary>
public static class FrameRules
{
    /// <summary>Bytes of PRIORITY; another length ends the stream only, so it is not judged here.</summary>
    public const int PriorityBytes = 5;

    private const int PingBytes = 8;
    private const int GoAwayBytes = 8;
    private const int SettingBytes = 6;

    /// <summary>Judges a header before its payload is waited for.</summary>
    /// <param name="header">The header.</param>
    /// <param name="maxFrameSize">What this side announced as SETTINGS_MAX_FRAME_SIZE.</param>
    public static Http2Violation Check(in FrameHeader header, int maxFrameSize)
    {
        if (header.Length > maxFrameSize)
            return Http2Violation.FrameTooLarge;
        var onConnection = header.StreamId == 0;
        switch (header.Type)
        {
            case FrameType.Data or FrameType.Headers or FrameType.Continuation or FrameType.PushPromise or FrameType.Priority:
                return onConnection ? Http2Violation.StreamRequired : Http2Violation.None;
            case FrameType.RstStream:
                return onConnection ? Http2Violation.StreamRequired : Exactly(header, sizeof(uint));
            case FrameType.WindowUpdate:
                return Exactly(header, sizeof(uint));
            case FrameType.Ping:
                return onConnection ? Exactly(header, PingBytes) : Http2Violation.StreamForbidden;
            case FrameType.GoAway when onConnection:
                return header.Length < GoAwayBytes ? Http2Violation.WrongFrameLength : Http2Violation.None;
            case FrameType.Settings when onConnection:
                var isWrong = header.Has(FrameFlags.Ack) ? header.Length != 0 : header.Length % SettingBytes != 0;
                return isWrong ? Http2Violation.WrongFrameLength : Http2Violation.None;
            case FrameType.GoAway or FrameType.Settings:
                return Http2Violation.StreamForbidden;
            default:
                return Http2Violation.None; // RFC 9113 §5.5: unknown types are ignored
        }
    }

    private static Http2Violation Exactly(in FrameHeader header, int length) =>
        header.Length == length ? Http2Violation.None : Http2Violation.WrongFrameLength;
}
