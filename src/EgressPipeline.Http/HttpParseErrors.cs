namespace EgressPipeline.Http;

/// <summary>The wording of refusals.</summary>
public static class HttpParseErrors
{
    /// <summary>One short sentence without a full stop, for logs and problem bodies. Never quotes what the peer sent.</summary>
    public static string Text(HttpParseError error) => error switch
    {
        HttpParseError.None => "no error",
        HttpParseError.HeadTooLarge => "the head is larger than the limit",
        HttpParseError.TooManyHeaders => "the head has more header lines than the limit",
        HttpParseError.TooManyEmptyLines => "too many empty lines before the start line",
        HttpParseError.BareLineFeed => "a line ends in LF without CR",
        HttpParseError.BareCarriageReturn => "a CR is not followed by LF",
        HttpParseError.BadStartLine => "the start line is malformed",
        HttpParseError.BadMethod => "the method is not a token",
        HttpParseError.BadTarget => "the request target is malformed",
        HttpParseError.FragmentInTarget => "the request target has a fragment",
        HttpParseError.UnsupportedScheme => "the request target's scheme is neither http nor https",
        HttpParseError.UserInfoInTarget => "the request target carries user information",
        HttpParseError.TargetFormNotAllowed => "this form of request target does not go with the method",
        HttpParseError.BadAuthority => "the authority of the request target is malformed",
        HttpParseError.BadVersion => "the protocol version is malformed",
        HttpParseError.UnsupportedVersion => "the protocol version is neither HTTP/1.0 nor HTTP/1.1",
        HttpParseError.BadStatus => "the status code is malformed",
        HttpParseError.ObsoleteFolding => "a header line is folded or starts with white space",
        HttpParseError.EmptyHeaderName => "a header name is empty",
        HttpParseError.BadHeaderName => "a header name is not a token",
        HttpParseError.SpaceBeforeColon => "there is white space between a header name and the colon",
        HttpParseError.MissingColon => "a header line has no colon",
        HttpParseError.BadHeaderValue => "a header value has a control character",
        HttpParseError.MissingHost => "the Host header is missing",
        HttpParseError.DuplicateHost => "there is more than one Host header",
        HttpParseError.BadHost => "the Host header is malformed",
        HttpParseError.BadContentLength => "the Content-Length is not a decimal number in range",
        HttpParseError.DuplicateContentLength => "there is more than one Content-Length",
        HttpParseError.LengthAndTransferEncoding => "both Content-Length and Transfer-Encoding are present",
        HttpParseError.UnsupportedTransferEncoding => "the Transfer-Encoding is anything but chunked alone",
        HttpParseError.TransferEncodingInHttp10 => "Transfer-Encoding in an HTTP/1.0 message",
        HttpParseError.BodyNotAllowed => "a CONNECT request has a body",
        HttpParseError.BadChunkSize => "a chunk size is malformed",
        HttpParseError.ChunkSizeTooLarge => "a chunk size is out of range",
        HttpParseError.BadChunkExtension => "a chunk extension is malformed",
        HttpParseError.ChunkExtensionTooLarge => "a chunk's extensions are larger than the limit",
        HttpParseError.BadChunkEnd => "a chunk's data is not followed by CRLF",
        HttpParseError.TrailersTooLarge => "the trailer section is larger than the limit",
        HttpParseError.ForbiddenTrailer => "a framing or routing field is in the trailer section",
        _ => "unknown error",
    };
}
