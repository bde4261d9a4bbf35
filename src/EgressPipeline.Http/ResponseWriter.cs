using System.Buffers;
using System.Buffers.Text;

namespace EgressPipeline.Http;

/// <summary>Writes complete small responses of the proxy itself.</summary>
public static class ResponseWriter
{
    /// <summary>Writes status line, header lines and body.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="status">100 to 999.</param>
    /// <param name="contentType">Left out when empty.</param>
    /// <param name="body">The body; its length is announced.</param>
    /// <param name="close">Announce that the connection closes.</param>
    /// <param name="headers">Further header lines.</param>
    public static void Write(
        IBufferWriter<byte> output, int status, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, bool close,
        params ReadOnlySpan<ResponseHeader> headers)
    {
        WriteHead(output, status, contentType, body.Length, close, headers);
        output.Write(body);
    }

    /// <summary>Writes everything but the body, as the answer to HEAD or before a body written elsewhere.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    /// <param name="contentLength">Bytes of the body; not announced for 1xx and 204, which have none.</param>
    public static void WriteHead(
        IBufferWriter<byte> output, int status, ReadOnlySpan<byte> contentType, long contentLength, bool close,
        params ReadOnlySpan<ResponseHeader> headers)
    {
        WriteStatusLine(output, status);
        if (!contentType.IsEmpty)
            WriteLine(output, "content-type: "u8, contentType);
        if (status is not (< 200 or 204))
            WriteLength(output, contentLength);
        foreach (ref readonly var header in headers)
            WriteHeader(output, header);
        if (close)
            output.Write("connection: close\r\n"u8);
        output.Write("\r\n"u8);
    }

    /// <summary>Writes everything but the body, with header lines that are formatted already.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    /// <param name="headerLines">Valid lines, each with its CRLF.</param>
    /// <param name="moreLines">More of them.</param>
    /// <param name="contentLength">Bytes of the body; not announced for 1xx and 204, which have none.</param>
    public static void WriteHead(IBufferWriter<byte> output, int status, ReadOnlySpan<byte> headerLines, ReadOnlySpan<byte> moreLines, long contentLength, bool close)
    {
        WriteStatusLine(output, status);
        if (status is not (< 200 or 204 or 304))
            WriteLength(output, contentLength);
        output.Write(headerLines);
        output.Write(moreLines);
        if (close)
            output.Write("connection: close\r\n"u8);
        output.Write("\r\n"u8);
    }

    /// <summary>Writes the interim response that lets the client send its body.</summary>
    public static void WriteContinue(IBufferWriter<byte> output) => output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);

    private static void WriteStatusLine(IBufferWriter<byte> output, int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 999);
        var target = output.GetSpan(16);
        "HTTP/1.1 "u8.CopyTo(target);
        Utf8Formatter.TryFormat(status, target[9..], out var written);
        target[9 + written] = (byte)' ';
        output.Advance(10 + written);
        output.Write(ReasonPhrases.Of(status));
        output.Write("\r\n"u8);
    }

    private static void WriteLength(IBufferWriter<byte> output, long length)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(length, digits, out var written);
        WriteLine(output, "content-length: "u8, digits[..written]);
    }

    private static void WriteLine(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Write(name);
        output.Write(value);
        output.Write("\r\n"u8);
    }

    private static void WriteHeader(IBufferWriter<byte> output, in ResponseHeader header)
    {
        var length = header.Name.Length + header.Value.Length + 4;
        var target = output.GetSpan(length);
        var at = WriteText(target, header.Name);
        target[at++] = (byte)':';
        target[at++] = (byte)' ';
        at += WriteText(target[at..], header.Value);
        "\r\n"u8.CopyTo(target[at..]);
        output.Advance(length);
    }

    // The value may quote what a client sent: nothing in it may end the line.
    private static int WriteText(Span<byte> target, string text)
    {
        for (var i = 0; i < text.Length; i++)
            target[i] = text[i] is >= ' ' and <= '~' ? (byte)text[i] : (byte)'?';
        return text.Length;
    }
}
