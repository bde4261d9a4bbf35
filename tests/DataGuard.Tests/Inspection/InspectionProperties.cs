using CsCheck;
using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Inspection;

/// <summary>A coding changes nothing about what is found and what comes out.</summary>
public sealed class InspectionProperties
{
    private static readonly ScanPlan Reporting = Scans.Full(DetectorMode.Report);
    private static readonly ScanPlan Masking = Scans.Full(DetectorMode.Mask);
    private static readonly ScanPlan Blocking = Scans.Full(DetectorMode.Block);

    private static readonly Gen<ContentCoding> Coding = Gen.Int[0, 3].Select(static number => (ContentCoding)number);
    private static readonly Gen<byte[]> Body = Gen.Frequency((5, Bodies.Any), (1, Bodies.Large));
    private static readonly Gen<int[]> Places = Gen.Int[0, 1_000_000].Array[0, 8];

    [Fact]
    public void Mask_AnyCodingAndCuts_GivesTheMaskedTextInTheSameCoding() =>
        Gen.Select(Coding, Body, Places).Sample(
            static (coding, plain, places) =>
            {
                var coded = Inspections.Code(coding, plain);
                var outcome = Inspections.Run(Masking, coding, coded, Bodies.Cuts(places, coded.Length));
                var expected = Scans.Run(Masking, plain);
                Assert.Equal(InspectionStatus.Passing, outcome.Status);
                Assert.Equal(expected.Output, Inspections.Decode(coding, outcome.Output));
                Assert.Equal(expected.Counts, outcome.Counts);
            },
            iter: 1500);

    [Fact]
    public void Report_AnyCodingAndCuts_FindsTheSame() =>
        Gen.Select(Coding, Body, Places).Sample(
            static (coding, plain, places) =>
            {
                var coded = Inspections.Code(coding, plain);
                var outcome = Inspections.Run(Reporting, coding, coded, Bodies.Cuts(places, coded.Length));
                Assert.Equal(InspectionStatus.Passing, outcome.Status);
                Assert.Equal(Scans.Run(Reporting, plain).Counts, outcome.Counts);
            },
            iter: 1500);

    [Fact]
    public void Block_AnyCodingAndCuts_SendsTheBodyAsItCameOrNothingOfAFinding() =>
        Gen.Select(Coding, Body, Places).Sample(
            static (coding, plain, places) =>
            {
                var coded = Inspections.Code(coding, plain);
                var outcome = Inspections.Run(Blocking, coding, coded, Bodies.Cuts(places, coded.Length));
                var found = Scans.Run(Reporting, plain);
                Assert.Equal(found.Counts.Sum() > 0 ? InspectionStatus.Blocked : InspectionStatus.Passing, outcome.Status);
                if (outcome.Status == InspectionStatus.Passing)
                {
                    Assert.Equal(coded, outcome.Output);
                    return;
                }
                Assert.True(coded.AsSpan().StartsWith(outcome.Output));
                var seen = coding == ContentCoding.Identity ? outcome.Output.Length : Coded.Decode(Inspections.DecoderOf(coding), outcome.Output).Plain.Length;
                Assert.All(outcome.Findings, finding => Assert.InRange(seen, 0, finding.Offset));
            },
            iter: 1500);

    [Fact]
    public void BareDeflate_Masked_StaysBare()
    {
        var outcome = Inspections.Run(Masking, ContentCoding.Deflate, Coded.Bare("pan 4111111111111111"u8));
        var decoder = new ZlibDecoder();
        Assert.Equal("pan ****************"u8.ToArray(), Coded.Decode(decoder, outcome.Output).Plain);
        Assert.True(decoder.IsBare);
    }

    [Theory]
    [InlineData("gzip", "1F8B0800000000000003030000000000000000 00")]
    [InlineData("deflate", "789C030000000001")]
    [InlineData("deflate", "0300")]
    [InlineData("br", "3B")]
    public void Coded_OfNothing_StaysValid(string name, string body)
    {
        var coding = ContentCodings.Parse(System.Text.Encoding.ASCII.GetBytes(name));
        var outcome = Inspections.Run(Masking, coding, Convert.FromHexString(body.Replace(" ", "")));
        Assert.Equal(InspectionStatus.Passing, outcome.Status);
        Assert.NotEmpty(outcome.Output);
        Assert.Empty(Inspections.Decode(coding, outcome.Output));
        Assert.Equal(InspectionStatus.Passing, Inspections.Run(Masking, coding, []).Status);
    }
}
