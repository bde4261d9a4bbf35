using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;

namespace DataGuard.Tests.Support;

/// <summary>Sends bodies through an inspector as the filter does.</summary>
internal static class Inspections
{
    public static readonly ScanLimits Wide = new(1L << 40, 100_000);

    public static InspectionOutcome Run(ScanPlan plan, ContentCoding coding, byte[] body, params ReadOnlySpan<int> cuts) =>
        Run(new MessageInspector(), plan, coding, Wide, body, cuts);

    public static InspectionOutcome Run(MessageInspector inspector, ScanPlan plan, ContentCoding coding, ScanLimits limits, byte[] body, params ReadOnlySpan<int> cuts)
    {
        var output = new MemoryStream();
        inspector.Begin(plan, coding, limits);
        var from = 0;
        foreach (var to in (ReadOnlySpan<int>)[.. cuts, body.Length])
        {
            ReadOnlySpan<byte> rest = body.AsSpan(from..to);
            while (!rest.IsEmpty && inspector.Take(ref rest) == InspectionStatus.Passing)
            {
                output.Write(inspector.Ready);
                inspector.Release();
            }
            from = to;
        }
        if (inspector.Complete() == InspectionStatus.Passing)
        {
            output.Write(inspector.Ready);
            inspector.Release();
        }
        var outcome = new InspectionOutcome(inspector.Status, output.ToArray(), [.. inspector.Findings.Counts], [.. inspector.Findings.Places]);
        inspector.End();
        return outcome;
    }

    public static BodyDecoder DecoderOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => new GzipDecoder(),
        ContentCoding.Deflate => new ZlibDecoder(),
        _ => new BrotliBodyDecoder(),
    };

    public static byte[] Code(ContentCoding coding, byte[] plain) => coding switch
    {
        ContentCoding.Gzip => Coded.Gzip(plain),
        ContentCoding.Deflate => Coded.Zlib(plain),
        ContentCoding.Brotli => Coded.Brotli(plain),
        _ => plain,
    };

    public static byte[] Decode(ContentCoding coding, byte[] coded)
    {
        if (coding == ContentCoding.Identity || coded.Length == 0)
            return coded;
        var (plain, valid) = Coded.Decode(DecoderOf(coding), coded);
        Assert.True(valid);
        return plain;
    }
}
