using System.Buffers.Text;

namespace EgressPipeline.Http1.Deadlines;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    public const int MaxLength = MaxDigits + 1;

    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Reads it, parts of a millisecond rounded up. False for anything that is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (text.Length is < 2 or > MaxLength || !Utf8Parser.TryParse(text[..^1], out uint value, out var read) || read != text.Length - 1 || text[0] is (byte)'+')
            return false;
        long? milliseconds = text[^1] switch
        {
            (byte)'H' => value * 3_600_000L,
            (byte)'M' => value * 60_000L,
            (byte)'S' => value * 1000L,
            (byte)'m' => value,
            (byte)'u' => (value + 999L) / 1000,
            (byte)'n' => (value + 999_999L) / 1_000_000,
            _ => null,
        };
        timeout = TimeSpan.FromMilliseconds(milliseconds ?? 0);
        return milliseconds is not null;
    }

    /// <summary>Writes milliseconds in the finest unit whose digits suffice, rounded down.</summary>
    /// <param name="milliseconds">Not negative.</param>
    /// <param name="text">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long milliseconds, Span<byte> text)
    {
        var (value, unit) = milliseconds switch
        {
            <= MaxValue => (milliseconds, (byte)'m'),
            <= MaxValue * 1000 => (milliseconds / 1000, (byte)'S'),
            <= MaxValue * 60_000 => (milliseconds / 60_000, (byte)'M'),
            _ => (Math.Min(MaxValue, milliseconds / 3_600_000), (byte)'H'),
        };
        Utf8Formatter.TryFormat(value, text, out var length);
        text[length] = unit;
        return length + 1;
    }
}
