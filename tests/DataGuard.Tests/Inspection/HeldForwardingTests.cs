using System.Text;
using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Patterns;
using DataGuard.Tests.Support;

namespace DataGuard.Tests.Inspection;

public sealed class HeldForwardingTests
{
    /// <summary>At the end of every piece something may begin, and still the body flows.</summary>
    [Fact]
    public void Coded_SomethingAlwaysUnderWay_FollowsCloseBehind()
    {
        var plan = Scans.Plan(PatternDetector.Of("x[a-wyz]{1,60}END", ignoreCase: false), DetectorMode.Block);
        var random = new Random(5);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => "x" + new string([.. Enumerable.Range(0, 50).Select(_ => (char)('a' + random.Next(23)))])));
        var coded = Coded.Gzip(Encoding.ASCII.GetBytes(text));
        Assert.InRange(coded.Length, 400_000, int.MaxValue);
        var inspector = new MessageInspector();
        inspector.Begin(plan, ContentCoding.Gzip, Inspections.Wide);
        var (taken, sent) = (0, 0);
        for (var at = 0; at < coded.Length; at += 3000)
        {
            ReadOnlySpan<byte> piece = coded.AsSpan(at, Math.Min(3000, coded.Length - at));
            taken += piece.Length;
            while (!piece.IsEmpty)
            {
                Assert.Equal(InspectionStatus.Passing, inspector.Take(ref piece));
                sent += inspector.Ready.Length;
                inspector.Release();
            }
            Assert.InRange(taken - sent, 0, 3 * 4096);
        }
        inspector.Complete();
        Assert.Equal(coded.Length, sent + inspector.Ready.Length);
        inspector.End();
    }
}
