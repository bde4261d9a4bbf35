namespace EgressPipeline.Http;

/// <summary>Why a message was refused: one member a rule. <see cref="HttpParseErrors.Text"/> words it for people.</summary>
public enum HttpParseError
{
    None,

    // The head as a whole.
    HeadTooLarge,
    TooManyHeaders,
    TooManyEmptyLines,
    BareLineFeed,
    BareCarriageReturn,

    // The start line.
    BadStartLine,
    BadMethod,
    BadTarget,
    FragmentInTarget,
    UnsupportedScheme,
    UserInfoInTarget,
    TargetFormNotAllowed,
    BadAuthority,
    BadVersion,
    UnsupportedVersion,
    BadStatus,

    // Field lines.
    ObsoleteFolding,
    EmptyHeaderName,
    BadHeaderName,
    SpaceBeforeColon,
    MissingColon,
    BadHeaderValue,
    MissingHost,
    DuplicateHost,
    BadHost,

    // Framing.
    BadContentLength,
    DuplicateContentLength,
    LengthAndTransferEncoding,
    UnsupportedTransferEncoding,
    TransferEncodingInHttp10,
    BodyNotAllowed,

    // The chunked coding.
    BadChunkSize,
    ChunkSizeTooLarge,
    BadChunkExtension,
    ChunkExtensionTooLarge,
    BadChunkEnd,
    TrailersTooLarge,
    ForbiddenTrailer,
}
