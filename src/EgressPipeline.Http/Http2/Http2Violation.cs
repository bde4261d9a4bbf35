namespace EgressPipeline.Http.Http2;

/// <summary>Which rule a peer broke: one member a rule. <see cref="Http2Violations"/> says what follows from it and words it for people.</summary>
public enum Http2Violation
{
    None,

    // Frames by themselves.
    FrameTooLarge,
    WrongFrameLength,
    WrongPriorityLength,
    StreamRequired,
    StreamForbidden,
    PaddingTooLong,
    DependsOnItself,
    ServerPush,
    UnexpectedContinuation,
    ContinuationExpected,
    BadPreface,

    // SETTINGS.
    BadEnablePush,
    BadInitialWindow,
    BadMaxFrameSize,
    BadConnectProtocol,

    // Flow control.
    ZeroWindowIncrement,
    ZeroConnectionWindowIncrement,
    WindowOverflow,
    ConnectionWindowOverflow,
    WindowExceeded,
    ConnectionWindowExceeded,

    // Streams.
    EvenStreamId,
    StreamIdReused,
    IdleStream,
    ClosedStream,
    HalfClosedStream,
    TooManyStreams,

    // Fields.
    Compression,
    FieldsTooLarge,
    BadFieldName,
    BadFieldValue,
    ConnectionField,
    BadPseudoField,
    PseudoFieldAfterField,
    PseudoFieldTwice,
    PseudoFieldMissing,
    PseudoFieldInTrailers,
    TrailersWithoutEnd,
    AuthorityMismatch,
    LengthMismatch,
    BadMessage,

    // More of something than anybody needs.
    ContinuationFlood,
    ResetFlood,
    PingFlood,
    SettingsFlood,
    EmptyFrameFlood,
    WindowUpdateFlood,
    OutputFlood,
}
