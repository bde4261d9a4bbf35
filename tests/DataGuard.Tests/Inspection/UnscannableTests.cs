using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Inspection;

public sealed class UnscannableTests
{
    private static readonly ScanPlan Blocking = Scans.Full(DetectorMode.Block);

    public static TheoryData<DetectorMode> Modes => [DetectorMode.Report, DetectorMode.Mask, DetectorMode.Block];

    [Theory, MemberData(nameof(Modes))]
    public void Coded_CutShort_IsBroken(DetectorMode mode)
    {
        var coded = Coded.Gzip("an innocent text"u8);
        for (var length = 1; length < coded.Length; length++)
            Assert.Equal(InspectionStatus.Broken, Inspections.Run(Scans.Full(mode), ContentCoding.Gzip, coded[..length]).Status);
    }

    [Theory, MemberData(nameof(Modes))]
    public void Coded_NotWhatItSays_IsBroken(DetectorMode mode)
    {
        Assert.Equal(InspectionStatus.Broken, Inspections.Run(Scans.Full(mode), ContentCoding.Gzip, "not gzip at all"u8.ToArray()).Status);
        Assert.Equal(InspectionStatus.Broken, Inspections.Run(Scans.Full(mode), ContentCoding.Brotli, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).Status);
        Assert.Equal(InspectionStatus.Broken, Inspections.Run(Scans.Full(mode), ContentCoding.Gzip, [.. Coded.Gzip("x"u8), .. "4111111111111111"u8]).Status);
    }

    [Fact]
    public void UnknownCoding_WithABody_SaysSo() =>
        Assert.Equal(InspectionStatus.UnknownCoding, Inspections.Run(Blocking, ContentCoding.Other, "x"u8.ToArray()).Status);

    [Fact]
    public void Bomb_BeyondTheExpansion_StopsAtTheBoundAndNotLater()
    {
        var coded = Coded.Gzip(new byte[100_000_000]);
        var inspector = new MessageInspector();
        var outcome = Inspections.Run(inspector, Blocking, ContentCoding.Gzip, new ScanLimits(1L << 40, 200), coded);
        Assert.Equal(InspectionStatus.Expands, outcome.Status);
        // The first MiB is free; then at most 200 times the 4096 bytes of a step, and one output of the decoder.
        Assert.InRange(inspector.Scanned, 0, ScanLimits.FreeBytes + 64 * 1024);
        Assert.Equal(InspectionStatus.Passing, Inspections.Run(inspector, Blocking, ContentCoding.Gzip, new ScanLimits(1L << 40, 2000), coded).Status);
    }

    [Theory]
    [InlineData(99_999, InspectionStatus.Expands)]
    [InlineData(100_000, InspectionStatus.Passing)]
    public void Coded_AtTheSizeBound_PassesAndBeyondDoesNot(int bound, object expected)
    {
        var coded = Coded.Gzip(System.Text.Encoding.ASCII.GetBytes(new string('x', 100_000)));
        Assert.Equal(expected, Inspections.Run(new MessageInspector(), Blocking, ContentCoding.Gzip, new ScanLimits(bound, 100_000), coded).Status);
    }

    [Theory]
    [InlineData(1_048_576, 1, true)]
    [InlineData(1_048_577, 1, false)]
    [InlineData(2_000_000, 10_000, true)]
    [InlineData(2_010_000, 10_000, false)]
    public void Limits_AtTheirEdges_DecideSo(long decoded, long coded, bool allowed) =>
        Assert.Equal(allowed, new ScanLimits(1L << 40, 200).Allow(coded, decoded));

    [Fact]
    public void Coded_ThatDecodesToNextToNothing_IsNotHeldWithoutBound()
    {
        // A finding may begin at the end of the text, and 20,000 empty blocks follow it.
        byte[] empty = [0, 0, 0, 0xFF, 0xFF];
        byte[] bare = [0, 4, 0, 0xFB, 0xFF, .. "4111"u8, .. Enumerable.Repeat(empty, 20_000).SelectMany(static block => block), 1, 0, 0, 0xFF, 0xFF];
        Assert.Equal(InspectionStatus.Broken, Inspections.Run(Blocking, ContentCoding.Deflate, bare).Status);
        Assert.Equal("4111"u8.ToArray(), Coded.Decode(new ZlibDecoder(), bare).Plain);
    }

    [Fact]
    public void GiveUp_WhatWasHeldBack_IsReady()
    {
        var inspector = new MessageInspector();
        var plan = Scans.Full(DetectorMode.Block);
        byte[] bare = [0, 4, 0, 0xFB, 0xFF, .. "4111"u8, 7];
        inspector.Begin(plan, ContentCoding.Deflate, Inspections.Wide);
        ReadOnlySpan<byte> rest = bare;
        Assert.Equal(InspectionStatus.Broken, inspector.Take(ref rest));
        Assert.True(inspector.GiveUp());
        Assert.Equal(bare, inspector.Ready.ToArray());
        inspector.End();
    }
}
