using System.Text;
using DataGuard.Detection;
using DataGuard.Patterns;
using DataGuard.Scanning;

namespace DataGuard.Tests.Support;

/// <summary>Scans texts with the detectors that a test wants, in the cuts that it wants.</summary>
internal static class Scans
{
    public static Recognizer[] Recognizers =>
    [
        new PaymentCardRecognizer(), new IbanRecognizer(), new AwsAccessKeyRecognizer(), new AwsSecretKeyRecognizer(), new JwtRecognizer(), new PrivateKeyRecognizer(),
    ];

    /// <summary>All built-in detectors in one mode, with patterns by name.</summary>
    public static ScanPlan Plan(DetectorMode mode, params (string Name, PatternDetector Pattern)[] patterns) =>
        new([.. Recognizers.Select(recognizer => Detector(recognizer, mode)), .. patterns.Select(pattern => Detector(pattern.Name, pattern.Pattern, mode))], (byte)'*');

    /// <summary>All built-in detectors, and custom ones of both kinds, in one mode.</summary>
    public static ScanPlan Full(DetectorMode mode) => Plan(
        mode,
        ("literals", PatternDetector.OfLiterals(["Falcon", "Blue Harbour", "FALCONRY", "4111"], ignoreCase: true, wholeWords: false)),
        ("employee", PatternDetector.Of(@"\bEMP-\d{2,6}\b", ignoreCase: false)));

    /// <summary>One pattern alone.</summary>
    public static ScanPlan Plan(PatternDetector pattern, DetectorMode mode = DetectorMode.Mask) => new([Detector("custom", pattern, mode)], (byte)'*');

    public static Detector Detector(Recognizer recognizer, DetectorMode mode, int keepLast = 0) =>
        new() { Name = recognizer.Name, Mode = mode, Recognizer = recognizer, KeepLast = keepLast };

    public static Detector Detector(string name, PatternDetector pattern, DetectorMode mode) => new() { Name = name, Mode = mode, Pattern = pattern };

    /// <summary>Names of the detectors that find something in a text, once for each finding, in the order of the detectors.</summary>
    public static string[] Names(string text)
    {
        var plan = Plan(DetectorMode.Report);
        var scan = Run(plan, Encoding.UTF8.GetBytes(text));
        return [.. scan.Findings.Select(finding => plan.Detectors[finding.Detector].Name)];
    }

    /// <summary>The text after all that was found has been masked.</summary>
    public static string Masked(string text) => Masked(Plan(DetectorMode.Mask), text);

    public static string Masked(ScanPlan plan, string text) => Encoding.UTF8.GetString(Run(plan, Encoding.UTF8.GetBytes(text)).Output);

    public static ScanOutcome Run(ScanPlan plan, byte[] body, params ReadOnlySpan<int> cuts) => Run(new BodyScanner(), plan, body, cuts);

    public static ScanOutcome Run(BodyScanner scanner, ScanPlan plan, byte[] body, params ReadOnlySpan<int> cuts)
    {
        var output = new MemoryStream();
        scanner.Begin(plan);
        var from = 0;
        foreach (var to in (ReadOnlySpan<int>)[.. cuts, body.Length])
        {
            ReadOnlySpan<byte> piece = body.AsSpan(from..to);
            while (!piece.IsEmpty && !scanner.Blocked)
            {
                scanner.Append(ref piece);
                output.Write(scanner.Ready);
                scanner.Release();
                Assert.InRange(scanner.Scanned - scanner.SafeOffset, 0, plan.MaxHeld);
            }
            from = to;
        }
        scanner.Complete();
        output.Write(scanner.Ready);
        scanner.Release();
        var outcome = new ScanOutcome(output.ToArray(), [.. scanner.Findings.Counts], [.. scanner.Findings.Places], scanner.Blocked);
        scanner.End();
        return outcome;
    }
}
