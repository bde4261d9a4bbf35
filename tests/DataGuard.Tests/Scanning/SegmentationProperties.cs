using System.Text;
using CsCheck;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Scanning;

/// <summary>The law of the scanner: findings and output depend on the bytes, never on how they arrive.</summary>
public sealed class SegmentationProperties
{
    private static readonly ScanPlan Reporting = Scans.Full(DetectorMode.Report);
    private static readonly ScanPlan Masking = Scans.Full(DetectorMode.Mask);
    private static readonly ScanPlan Blocking = Scans.Full(DetectorMode.Block);

    [Fact]
    public void Scan_AnyCuts_GivesTheSameFindingsAndOutput() =>
        Gen.Select(Bodies.Any, Gen.Int[0, 100_000].Array[0, 6]).Sample(
            static (body, places) =>
            {
                var cuts = Bodies.Cuts(places, body.Length);
                AssertSame(Scans.Run(Masking, body), Scans.Run(Masking, body, cuts));
                AssertSame(Scans.Run(Reporting, body), Scans.Run(Reporting, body, cuts));
            },
            iter: 20_000);

    [Fact]
    public void Scan_ByteAtATime_GivesTheSameFindingsAndOutput() =>
        Bodies.Any.Sample(
            static body =>
            {
                int[] everywhere = [.. Enumerable.Range(1, Math.Max(0, body.Length - 1))];
                AssertSame(Scans.Run(Masking, body), Scans.Run(Masking, body, everywhere));
            },
            iter: 4000);

    [Fact]
    public void Scan_CutAtEveryByte_GivesTheSameFindingsAndOutput()
    {
        var text = $$"""
            {"card":"4111 1111 1111 1111","iban":"DE89 3704 0044 0532 0130 00","id":"{{Samples.AwsAccessKey}}","SecretAccessKey":"{{Samples.AwsSecretKey}}",
             "token":"{{Samples.Jwt}}","key":"{{Samples.PrivateKey.Replace("\n", "\\n")}}","project":"Falcon","who":"EMP-123456"}
            """;
        var body = Encoding.ASCII.GetBytes(text);
        var whole = Scans.Run(Masking, body);
        Assert.Equal(Enumerable.Repeat(1L, 6).Concat([2, 1]), whole.Counts); // the literal 4111 is in the card as well
        for (var cut = 1; cut < body.Length; cut++)
            AssertSame(whole, Scans.Run(Masking, body, cut));
        for (var size = 1; size < 80; size++)
            AssertSame(whole, Scans.Run(Masking, body, [.. Enumerable.Range(1, (body.Length - 1) / size).Select(number => number * size)]));
    }

    [Fact]
    public void Scan_BodyLargerThanTheWindow_GivesTheSameFindingsAndOutput() =>
        Gen.Select(Bodies.Large, Gen.Int[1, 100_000].Array[0, 12]).Sample(
            static (body, places) => AssertSame(Scans.Run(Masking, body), Scans.Run(Masking, body, Bodies.Cuts(places, body.Length))),
            iter: 150);

    [Fact]
    public void Mask_AnyBody_KeepsLengthAndEverythingElse() =>
        Bodies.Any.Sample(
            static body =>
            {
                var masked = Scans.Run(Masking, body);
                Assert.Equal(body.Length, masked.Output.Length);
                for (var i = 0; i < body.Length; i++)
                    Assert.True(masked.Output[i] == body[i] || masked.Output[i] == '*');
                var reported = Scans.Run(Reporting, body);
                Assert.Equal(body, reported.Output);
                Assert.Equal(reported.Findings, masked.Findings);
                Assert.Equal(reported.Counts, masked.Counts);
            },
            iter: 4000);

    [Fact]
    public void Block_AnyCuts_GivesTheSameVerdictAndNothingOfAFinding() =>
        Gen.Select(Bodies.Any, Gen.Int[0, 100_000].Array[0, 6]).Sample(
            static (body, places) =>
            {
                var cuts = Bodies.Cuts(places, body.Length);
                var found = Scans.Run(Reporting, body);
                var blocked = Scans.Run(Blocking, body, cuts);
                Assert.Equal(found.Counts.Sum() > 0, blocked.Blocked);
                Assert.True(body.AsSpan().StartsWith(blocked.Output));
                if (blocked.Blocked)
                    Assert.All(blocked.Findings, finding => Assert.InRange(blocked.Output.Length, 0, finding.Offset));
                else
                    Assert.Equal(body, blocked.Output);
            },
            iter: 8000);

    [Fact]
    public void Scanner_Reused_RemembersNothing()
    {
        var scanner = new BodyScanner();
        Gen.Select(Bodies.Any, Bodies.Any).Sample(
            (one, two) =>
            {
                Scans.Run(scanner, Masking, one);
                AssertSame(Scans.Run(Masking, two), Scans.Run(scanner, Masking, two));
                Scans.Run(scanner, Blocking, one);
                AssertSame(Scans.Run(Reporting, two), Scans.Run(scanner, Reporting, two));
            },
            iter: 1000,
            threads: 1);
    }

    private static void AssertSame(ScanOutcome whole, ScanOutcome pieces)
    {
        Assert.Equal(Encoding.Latin1.GetString(whole.Output), Encoding.Latin1.GetString(pieces.Output));
        Assert.Equal(whole.Counts, pieces.Counts);
        // The order of the places may differ between detectors that scan one after the other.
        if (whole.Counts.Sum() <= FindingLog.MaxPlaces)
            Assert.Equal(whole.Findings.OrderBy(static finding => (finding.Detector, finding.Offset)), pieces.Findings.OrderBy(static finding => (finding.Detector, finding.Offset)));
    }
}
