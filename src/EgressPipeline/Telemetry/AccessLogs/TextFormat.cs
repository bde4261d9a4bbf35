using System.Buffers;
using System.Net;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>
/// Envoy's default text line as Istio sets it, field by field; what is unknown is <c>-</c>. Bytes that could break the line
/// out of its quotes or drive a terminal are written as <c>\xNN</c>.
/// </summary>
internal sealed class TextFormat(bool redactQuery) : IAccessFormat
{
    private static readonly SearchValues<byte> Safe = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Where(c => c is not ('"' or '\\')).Select(c => (byte)c)]);

    public void Write(LogLine line, in AccessRecord record)
    {
        line.Append("["u8);
        line.AppendTime(record.StartTicks);
        line.Append("] \""u8);
        WriteRequestLine(line, record);
        line.Append("\" "u8);
        WriteResponse(line, record);
        line.Append(" \""u8);
        Quoted(line, record.ForwardedFor);
        Quoted(line, record.UserAgent);
        Quoted(line, record.RequestId);
        Quoted(line, LoggedText.WithoutUserInfo(record.Authority));
        Address(line, record.UpstreamHost);
        line.Append("\" "u8);
        Word(line, record.Cluster);
        line.Append(" "u8);
        Address(line, record.UpstreamLocal);
        line.Append(" "u8);
        Address(line, record.DownstreamLocal);
        line.Append(" "u8);
        Address(line, record.DownstreamRemote);
        line.Append(" "u8);
        Bytes(line, record.Sni, LoggedText.MaxValue);
        line.Append(" "u8);
        Word(line, record.RouteName);
        line.Append("\n"u8);
    }

    public void Write(LogLine line, in DnsAccessRecord record)
    {
        line.Append("["u8);
        line.AppendTime(record.StartTicks);
        line.Append("] \"DNS "u8);
        DnsNames.AppendType(line, record.Type);
        line.Append(" "u8);
        Bytes(line, record.Name.IsEmpty ? "."u8 : record.Name, LoggedText.MaxValue);
        line.Append(record.IsTcp ? " TCP\" "u8 : " UDP\" "u8);
        line.Append(DnsNames.Code(record.Code));
        line.Append(" "u8);
        line.Append(record.Outcome);
        line.Append(" "u8);
        line.Append(record.Answers);
        line.Append(" "u8);
        line.Append(record.DurationTicks / TimeSpan.TicksPerMicrosecond);
        line.Append("us\n"u8);
    }

    private void WriteRequestLine(LogLine line, in AccessRecord record)
    {
        Bytes(line, record.Method, LoggedText.MaxValue);
        line.Append(" "u8);
        Bytes(line, record.Path, LoggedText.MaxPath);
        if (!record.Query.IsEmpty)
        {
            line.Append("?"u8);
            Bytes(line, redactQuery ? "redacted"u8 : record.Query, LoggedText.MaxPath);
        }
        line.Append(" "u8);
        line.Append(record.IsHttp ? HttpVersions.Plain(record.HttpVersion) : "-"u8);
    }

    private static void WriteResponse(LogLine line, in AccessRecord record)
    {
        line.Append(record.Status);
        line.Append(" "u8);
        line.Advance(ResponseFlagNames.Write(record.Flags, line.Reserve(ResponseFlagNames.MaxBytes)));
        line.Append(" "u8);
        Word(line, record.Details);
        line.Append(" "u8);
        Word(line, record.TerminationDetails);
        line.Append(" \""u8);
        Phrase(line, record.TransportFailure);
        line.Append("\" "u8);
        line.Append(record.BytesReceived);
        line.Append(" "u8);
        line.Append(record.BytesSent);
        line.Append(" "u8);
        line.Append(record.DurationTicks / TimeSpan.TicksPerMillisecond);
        line.Append(" "u8);
        if (record.UpstreamTicks < 0)
            line.Append("-"u8);
        else
            line.Append(record.UpstreamTicks / TimeSpan.TicksPerMillisecond);
    }

    private static void Quoted(LogLine line, ReadOnlySpan<byte> value)
    {
        Bytes(line, value, LoggedText.MaxValue);
        line.Append("\" \""u8);
    }

    private static void Bytes(LogLine line, ReadOnlySpan<byte> value, int maxBytes)
    {
        if (value.IsEmpty)
        {
            line.Append("-"u8);
            return;
        }
        var kept = value.Length > maxBytes ? value[..maxBytes] : value;
        if (kept.ContainsAnyExcept(Safe))
            Escape(line, kept);
        else
            line.Append(kept);
        if (kept.Length < value.Length)
            line.Append(LoggedText.Ellipsis);
    }

    /// <summary>A text of our own without spaces, as Envoy prints details.</summary>
    private static void Word(LogLine line, string? text)
    {
        foreach (var c in string.IsNullOrEmpty(text) ? "-" : text)
            Escape(line, c == ' ' ? (byte)'_' : Ascii(c));
    }

    /// <summary>A text of our own between quotes.</summary>
    private static void Phrase(LogLine line, string? text)
    {
        foreach (var c in string.IsNullOrEmpty(text) ? "-" : text)
            Escape(line, Ascii(c));
    }

    private static byte Ascii(char c) => char.IsAscii(c) ? (byte)c : (byte)'?';

    private static void Escape(LogLine line, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            Escape(line, value);
    }

    private static void Escape(LogLine line, byte value)
    {
        if (Safe.Contains(value))
        {
            line.Append(value);
            return;
        }
        var span = line.Reserve(4);
        span[0] = (byte)'\\';
        span[1] = (byte)'x';
        span[2] = "0123456789abcdef"u8[value >> 4];
        span[3] = "0123456789abcdef"u8[value & 0xF];
        line.Advance(4);
    }

    private static void Address(LogLine line, IPEndPoint? value)
    {
        if (value is null)
            line.Append("-"u8);
        else
            line.Append(value);
    }
}
