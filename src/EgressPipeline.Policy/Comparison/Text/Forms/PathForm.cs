using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>
/// A path as conditions see it: normalised by <see cref="PathNormalizer"/> and of the bytes that a request target may have;
/// or the asterisk of <c>OPTIONS *</c>.
/// </summary>
internal sealed class PathForm : TextForm
{
    private const int SegmentStart = 1;
    private const int OneDot = 2;
    private const int TwoDots = 3;
    private const int InSegment = 4;
    private const int Percent = 5;
    private const int Asterisk = 6;
    private const int FirstHexDigit = 16;

    // RFC 9112 takes fewer; what the parser takes is what a condition may see. A backslash has become a slash.
    private static readonly ByteSet Allowed = ByteSet.Range((byte)'!', (byte)'~').Without((byte)'#').Without((byte)'?').Without((byte)'\\');

    public override int Next(int state, byte value)
    {
        if (state == 0)
            return value == (byte)'/' ? SegmentStart : value == (byte)'*' ? Asterisk : Dead;
        if (!Allowed.Contains(value) || state == Asterisk)
            return Dead;
        if (state == Percent)
            return IpLiteral.HexValue(value) is >= 0 and var high ? FirstHexDigit + high : Dead;
        if (state >= FirstHexDigit)
            return IpLiteral.HexValue(value) is >= 0 and var low && IsKeptEscaped((byte)((state - FirstHexDigit) << 4 | low)) ? InSegment : Dead;
        return value switch
        {
            (byte)'/' => state is OneDot or TwoDots ? Dead : SegmentStart,
            (byte)'%' => Percent,
            (byte)'.' when state == SegmentStart => OneDot,
            (byte)'.' when state == OneDot => TwoDots,
            _ => InSegment,
        };
    }

    public override bool Accepts(int state) => state is SegmentStart or InSegment or Asterisk;

    // Unreserved bytes have been decoded (RFC 3986 §6.2.2.3), a NUL is refused.
    private static bool IsKeptEscaped(byte value) =>
        value != 0 && value is not (>= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9'
            or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~');
}
