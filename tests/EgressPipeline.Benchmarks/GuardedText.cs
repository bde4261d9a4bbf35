using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using DataGuard;
using DataGuard.Codings;
using DataGuard.Inspection;
using DataGuard.Scanning;

namespace EgressPipeline.Benchmarks;

/// <summary>What data-guard costs, all of its detectors on, for text in which there is nothing to find: JSON with names, prices, dates and numbers.</summary>
public class GuardedText
{
    private const int Pieces = 64;
    private const int PieceBytes = 16 * 1024;
    private const int Kilobytes = Pieces * PieceBytes / 1000;

    private readonly MessageInspector _inspector = new();
    private readonly ScanLimits _limits = new(long.MaxValue, int.MaxValue);
    private ScanPlan _plan = null!;
    private byte[] _text = [];

    [Params(DetectorMode.Report, DetectorMode.Mask)]
    public DetectorMode Mode { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _plan = DetectorSet.PlanOf(new DataGuardOptions
        {
            PaymentCard = Mode, Iban = Mode, AwsAccessKey = Mode, AwsSecretKey = Mode, Jwt = Mode, PrivateKey = Mode,
            Literals = [new LiteralOptions { Name = "projects", Mode = Mode, Values = ["Project Falcon", "Blue Harbour"], IgnoreCase = true }],
            Patterns = [new PatternOptions { Name = "employee", Mode = Mode, Pattern = @"\bEMP-\d{6}\b" }],
        });
        _text = Text(Pieces * PieceBytes);
        Inspect();
        if (_inspector.Findings.Total != 0)
            throw new InvalidOperationException("there is something to find in the text");
    }

    [Benchmark(Description = "data-guard, 1,000 bytes of JSON without findings", OperationsPerInvoke = Kilobytes)]
    public long Inspect()
    {
        var sent = 0L;
        _inspector.Begin(_plan, ContentCoding.Identity, _limits);
        for (var at = 0; at < _text.Length; at += PieceBytes)
        {
            ReadOnlySpan<byte> rest = _text.AsSpan(at, PieceBytes);
            while (!rest.IsEmpty && _inspector.Take(ref rest) == InspectionStatus.Passing)
            {
                sent += _inspector.Ready.Length;
                _inspector.Release();
            }
        }
        _inspector.Complete();
        _inspector.End();
        return sent;
    }

    private static byte[] Text(int length)
    {
        var random = new Random(20);
        string[] words = ["order", "shipped", "customer", "Miller", "blue", "invoice", "please", "address", "street", "quantity", "total", "partner"];
        var text = new StringBuilder(length + 256);
        while (text.Length < length)
            text.Append(CultureInfo.InvariantCulture, $$"""{"id":{{random.Next(100_000, 9_999_999)}},"name":"{{words[random.Next(12)]}} {{words[random.Next(12)]}}","price":{{random.Next(100)}}.{{random.Next(10, 99)}},"at":"2026-0{{random.Next(1, 9)}}-1{{random.Next(9)}}T0{{random.Next(9)}}:30:00Z","note":"{{words[random.Next(12)]}} {{words[random.Next(12)]}}, {{words[random.Next(12)]}} {{words[random.Next(12)]}} {{words[random.Next(12)]}}"},{{'\n'}}""");
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
