using System.Text;
using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Inspection;

/// <summary>In steady state bodies cost no allocation: neither their pieces nor, but for compressing and brotli, themselves.</summary>
public sealed class AllocationTests
{
    private const int Warmup = 30;
    private const int Rounds = 100;

    private static readonly byte[] Plain = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(number =>
        $"{{\"id\":{number * 7919},\"when\":\"2026-05-0{number % 9}\",\"card\":\"4111 1111 1111 1111\",\"who\":\"EMP-123456\",\"note\":\"Blue Harbour\"}}\n")));

    [Theory]
    [InlineData("", "Report")]
    [InlineData("", "Mask")]
    [InlineData("gzip", "Report")]
    [InlineData("deflate", "Report")]
    public void Body_InSteadyState_AllocatesNothing(string coding, string mode)
    {
        var plan = Scans.Full(Enum.Parse<DetectorMode>(mode));
        Assert.Equal(0, LeastAllocated(plan, ContentCodings.Parse(Encoding.ASCII.GetBytes(coding)), bodies: Rounds));
    }

    [Fact]
    public void InnocentGzip_InBlockMode_AllocatesNothing()
    {
        var plan = new ScanPlan([Scans.Detector(new DataGuard.Detection.PrivateKeyRecognizer(), DetectorMode.Block)], (byte)'*');
        Assert.Equal(0, LeastAllocated(plan, ContentCoding.Gzip, bodies: Rounds));
    }

    // A collection may empty the shared pools between two bodies: what is allocated in every window is ours.
    private static long LeastAllocated(ScanPlan plan, ContentCoding coding, int bodies) =>
        Enumerable.Range(0, 5).Min(_ => Allocated(plan, coding, bodies));

    private static long Allocated(ScanPlan plan, ContentCoding coding, int bodies)
    {
        var inspector = new MessageInspector();
        var body = Inspections.Code(coding, Plain);
        for (var i = 0; i < Warmup; i++)
            Inspect(inspector, plan, coding, body);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < bodies; i++)
            Inspect(inspector, plan, coding, body);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(InspectionStatus.Passing, inspector.Status);
        return allocated;
    }

    private static void Inspect(MessageInspector inspector, ScanPlan plan, ContentCoding coding, ReadOnlySpan<byte> body)
    {
        inspector.Begin(plan, coding, Inspections.Wide);
        while (!body.IsEmpty)
        {
            var piece = body[..Math.Min(body.Length, 10_000)];
            body = body[piece.Length..];
            while (!piece.IsEmpty && inspector.Take(ref piece) == InspectionStatus.Passing)
                inspector.Release();
        }
        inspector.Complete();
        inspector.End();
    }
}
