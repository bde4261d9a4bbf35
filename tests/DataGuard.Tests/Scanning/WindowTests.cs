using System.Text;
using DataGuard.Patterns;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Scanning;

/// <summary>The window moves on: what was before it still counts, and nothing waits in it without need.</summary>
public sealed class WindowTests
{
    private const int Block = 16 * 1024;

    private static readonly ScanPlan Masking = Scans.Full(DetectorMode.Mask);

    [Theory]
    [InlineData("\\u00204111111111111111 x")]
    [InlineData("%204111111111111111 x")]
    [InlineData("\\n4111111111111111\\n")]
    [InlineData("x4111111111111111 x")]
    [InlineData("0.4111111111111111 x")]
    [InlineData("-----BEGIN PRIVATE KEY-----\\nMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM\\nMM\\n-----END")]
    [InlineData("xEMP-123456 EMP-123456, EMP-123456x")]
    [InlineData("DE89 3704 0044 0532 0130 00 x")]
    public void Text_AcrossTheMovesOfTheWindow_IsJudgedAsAnywhere(string text)
    {
        var sample = Encoding.ASCII.GetBytes(text);
        var expected = Scans.Run(Masking, [(byte)'~', .. sample]).Output[1..];
        for (var blocks = 1; blocks <= 5; blocks++)
            for (var before = -1; before <= sample.Length; before++)
            {
                var filler = (blocks * Block) - before;
                byte[] body = [.. Enumerable.Repeat((byte)'~', filler), .. sample];
                Assert.Equal(expected, Scans.Run(Masking, body).Output[filler..]);
            }
    }

    [Theory]
    [InlineData("a card 4111 1111 1111 1111, and 4111 1111 1111 111x")]
    [InlineData("{\"when\":\"2026-05-01T12:00:00Z\",\"id\":123456789012345678}")]
    [InlineData("data: tick\n\n")]
    public void Text_ThatCannotBecomeAFinding_IsNotHeldBack(string text)
    {
        var scanner = new BodyScanner();
        scanner.Begin(Masking);
        ReadOnlySpan<byte> piece = Encoding.ASCII.GetBytes(text);
        scanner.Append(ref piece);
        Assert.Equal(text.Length, scanner.SafeOffset);
        scanner.End();
    }

    [Theory]
    [InlineData("see 4111", 4)]
    [InlineData("see 4111 1111 1111 1111", 4)]
    [InlineData("see EM", 4)]
    [InlineData("see Falcon", 4)]
    [InlineData("see ey", 4)]
    [InlineData("see AKIA", 4)]
    public void Text_ThatMayBecomeAFinding_IsHeldBackFromItsBeginning(string text, int safe)
    {
        var scanner = new BodyScanner();
        scanner.Begin(Masking);
        ReadOnlySpan<byte> piece = Encoding.ASCII.GetBytes(text);
        scanner.Append(ref piece);
        Assert.Equal(safe, scanner.SafeOffset);
        scanner.End();
    }

    /// <summary>Something is always under way here, so what bounds the bytes held back is the longest match.</summary>
    [Fact]
    public void Pattern_AlwaysUnderWay_HoldsBackNoMoreThanItsLongestMatch()
    {
        var pattern = PatternDetector.Of("x[a-wyz]{1,60}END", ignoreCase: false);
        var scanner = new BodyScanner();
        scanner.Begin(Scans.Plan(pattern));
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x" + new string('a', 40), 5000)));
        for (var at = 0; at < body.Length; at += 997)
        {
            ReadOnlySpan<byte> piece = body.AsSpan(at, Math.Min(997, body.Length - at));
            scanner.Append(ref piece);
            Assert.InRange(scanner.Scanned - scanner.SafeOffset, 0, pattern.MaxLength);
            scanner.Release();
        }
        scanner.End();
    }
}
