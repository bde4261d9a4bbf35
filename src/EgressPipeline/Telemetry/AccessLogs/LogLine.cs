using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>A growing byte buffer that one record is formatted into. Not safe for concurrent use; reused record after record.</summary>
internal sealed class LogLine
{
    /// <summary>A buffer that grew beyond this is given up after the record, so that hostile records do not keep memory.</summary>
    private const int KeptBytes = 4096;
    private const int InitialBytes = 768;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public int Length => _length;

    /// <summary>Empties the line for the next record.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > KeptBytes)
            _bytes = [];
    }

    /// <summary>At least <paramref name="size"/> bytes to write to; <see cref="Advance"/> says how many were.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
            Grow(size);
        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> raw)
    {
        raw.CopyTo(Reserve(raw.Length));
        _length += raw.Length;
    }

    public void Append(byte raw)
    {
        Reserve(1)[0] = raw;
        _length++;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Reserve(20), out var written);
        _length += written;
    }

    /// <summary>UTF-8 of a text, unescaped. Returns where it starts.</summary>
    public int AppendUtf8(string text)
    {
        var start = _length;
        // Nearly always ASCII; three bytes per UTF-16 unit is the most that UTF-8 needs.
        _length += Encoding.UTF8.GetBytes(text, Reserve(text.Length * 3));
        return start;
    }

    /// <summary>What was written since <paramref name="start"/>.</summary>
    public ReadOnlySpan<byte> Since(int start) => _bytes.AsSpan(start, _length - start);

    /// <summary>Takes back everything after <paramref name="start"/>.</summary>
    public void Truncate(int start) => _length = start;

    /// <summary><c>192.0.2.1:443</c> or <c>[2001:db8::1]:443</c>.</summary>
    public void Append(IPEndPoint endPoint)
    {
        if (endPoint.AddressFamily == AddressFamily.InterNetwork)
        {
            AppendV4(endPoint);
            return;
        }
        // 45 characters of address, brackets, a scope id of up to 11 and the port.
        var span = Reserve(80);
        span[0] = (byte)'[';
        endPoint.Address.TryFormat(span[1..], out var written);
        span[++written] = (byte)']';
        _length += written + 1;
        AppendPort(endPoint.Port);
    }

    /// <summary>A time as <c>2026-11-23T16:24:33.123Z</c>.</summary>
    public void AppendTime(long utcTicks)
    {
        var span = Reserve(24);
        var time = new DateTime(utcTicks, DateTimeKind.Utc);
        Digits(span, 0, 4, time.Year);
        span[4] = (byte)'-';
        Digits(span, 5, 2, time.Month);
        span[7] = (byte)'-';
        Digits(span, 8, 2, time.Day);
        span[10] = (byte)'T';
        Digits(span, 11, 2, time.Hour);
        span[13] = (byte)':';
        Digits(span, 14, 2, time.Minute);
        span[16] = (byte)':';
        Digits(span, 17, 2, time.Second);
        span[19] = (byte)'.';
        Digits(span, 20, 3, time.Millisecond);
        span[23] = (byte)'Z';
        _length += 24;
    }

    private void AppendV4(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[4];
        endPoint.Address.TryWriteBytes(bytes, out _);
        var span = Reserve(15);
        var at = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
                span[at++] = (byte)'.';
            at += Digits(span[at..], bytes[i]);
        }
        _length += at;
        AppendPort(endPoint.Port);
    }

    private void AppendPort(int port)
    {
        var span = Reserve(6);
        span[0] = (byte)':';
        _length += 1 + Digits(span[1..], port);
    }

    /// <summary>A number from 0 to 99,999 without leading zeros.</summary>
    private static int Digits(Span<byte> span, int value)
    {
        var count = value < 10 ? 1 : value < 100 ? 2 : value < 1_000 ? 3 : value < 10_000 ? 4 : 5;
        Digits(span, 0, count, value);
        return count;
    }

    private static void Digits(Span<byte> span, int at, int count, int value)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            span[at + i] = (byte)('0' + value % 10);
            value /= 10;
        }
    }

    private void Grow(int size)
    {
        var needed = Math.Max(_length + size, InitialBytes);
        Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
