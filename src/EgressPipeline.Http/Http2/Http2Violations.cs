namespace EgressPipeline.Http.Http2;

/// <summary>What follows from a violation, and its wording.</summary>
public static class Http2Violations
{
    /// <summary>The error code that tells the peer.</summary>
    public static Http2ErrorCode Code(Http2Violation violation) => violation switch
    {
        Http2Violation.None => Http2ErrorCode.NoError,
        Http2Violation.FrameTooLarge or Http2Violation.WrongFrameLength or Http2Violation.WrongPriorityLength => Http2ErrorCode.FrameSizeError,
        Http2Violation.BadInitialWindow or Http2Violation.WindowOverflow or Http2Violation.ConnectionWindowOverflow
            or Http2Violation.WindowExceeded or Http2Violation.ConnectionWindowExceeded => Http2ErrorCode.FlowControlError,
        Http2Violation.ClosedStream or Http2Violation.HalfClosedStream => Http2ErrorCode.StreamClosed,
        Http2Violation.TooManyStreams => Http2ErrorCode.RefusedStream,
        Http2Violation.Compression => Http2ErrorCode.CompressionError,
        Http2Violation.FieldsTooLarge => Http2ErrorCode.EnhanceYourCalm,
        >= Http2Violation.ContinuationFlood => Http2ErrorCode.EnhanceYourCalm,
        _ => Http2ErrorCode.ProtocolError,
    };

    /// <summary>True when only the stream ends; otherwise the connection is no longer to be trusted.</summary>
    public static bool IsStreamError(Http2Violation violation) => violation
        is Http2Violation.WrongPriorityLength or Http2Violation.ZeroWindowIncrement
        or Http2Violation.WindowOverflow or Http2Violation.WindowExceeded or Http2Violation.HalfClosedStream
        or Http2Violation.TooManyStreams or (>= Http2Violation.FieldsTooLarge and <= Http2Violation.BadMessage);

    /// <summary>The rule in words.</summary>
    public static string Text(Http2Violation violation) => violation switch
    {
        Http2Violation.None => "",
        Http2Violation.FrameTooLarge => "a frame is longer than SETTINGS_MAX_FRAME_SIZE",
        Http2Violation.WrongFrameLength => "a frame does not have the length that its type has",
        Http2Violation.WrongPriorityLength => "a PRIORITY frame does not have five bytes",
        Http2Violation.StreamRequired => "a frame that belongs to a stream came on the connection",
        Http2Violation.StreamForbidden => "a frame that belongs to the connection came on a stream",
        Http2Violation.PaddingTooLong => "padding is longer than the frame",
        Http2Violation.DependsOnItself => "a stream depends on itself",
        Http2Violation.ServerPush => "a PUSH_PROMISE came although push is off",
        Http2Violation.UnexpectedContinuation => "a CONTINUATION continues nothing",
        Http2Violation.ContinuationExpected => "a field block was interrupted by another frame",
        Http2Violation.BadPreface => "the connection does not begin with the preface and SETTINGS",
        Http2Violation.BadEnablePush => "SETTINGS_ENABLE_PUSH is neither 0 nor 1",
        Http2Violation.BadInitialWindow => "SETTINGS_INITIAL_WINDOW_SIZE is above 2^31-1",
        Http2Violation.BadMaxFrameSize => "SETTINGS_MAX_FRAME_SIZE is outside of 2^14 to 2^24-1",
        Http2Violation.BadConnectProtocol => "SETTINGS_ENABLE_CONNECT_PROTOCOL is neither 0 nor 1, or was taken back",
        Http2Violation.ZeroWindowIncrement or Http2Violation.ZeroConnectionWindowIncrement => "a WINDOW_UPDATE of 0",
        Http2Violation.WindowOverflow or Http2Violation.ConnectionWindowOverflow => "a window grew beyond 2^31-1",
        Http2Violation.WindowExceeded or Http2Violation.ConnectionWindowExceeded => "more DATA came than the window allows",
        Http2Violation.EvenStreamId => "a client opened a stream with an even number",
        Http2Violation.StreamIdReused => "a stream number is not above those before it",
        Http2Violation.IdleStream => "a frame came on a stream that was not opened",
        Http2Violation.ClosedStream => "a frame came on a stream that is closed",
        Http2Violation.HalfClosedStream => "a frame came on a stream after its end",
        Http2Violation.TooManyStreams => "more streams are open than SETTINGS_MAX_CONCURRENT_STREAMS",
        Http2Violation.Compression => "a field block does not decode",
        Http2Violation.FieldsTooLarge => "the fields are larger or more than the limits",
        Http2Violation.BadFieldName => "a field name is no token in lower case",
        Http2Violation.BadFieldValue => "a field value has a byte that no value may have",
        Http2Violation.ConnectionField => "a field that belongs to an HTTP/1.1 connection",
        Http2Violation.BadPseudoField => "a pseudo-header that is unknown, misplaced or malformed",
        Http2Violation.PseudoFieldAfterField => "a pseudo-header came behind a field",
        Http2Violation.PseudoFieldTwice => "a pseudo-header came twice",
        Http2Violation.PseudoFieldMissing => "a pseudo-header is missing",
        Http2Violation.PseudoFieldInTrailers => "a pseudo-header came in trailers",
        Http2Violation.TrailersWithoutEnd => "trailers do not end their stream",
        Http2Violation.AuthorityMismatch => ":authority and Host differ",
        Http2Violation.LengthMismatch => "the body is not as long as content-length says",
        Http2Violation.BadMessage => "the request is malformed",
        Http2Violation.ContinuationFlood => "a field block has too many frames or bytes",
        Http2Violation.ResetFlood => "too many streams were reset",
        Http2Violation.PingFlood => "too many PING frames",
        Http2Violation.SettingsFlood => "too many SETTINGS frames",
        Http2Violation.EmptyFrameFlood => "too many empty frames",
        Http2Violation.WindowUpdateFlood => "too many WINDOW_UPDATE or PRIORITY frames",
        _ => "more has to be answered than is read",
    };
}
