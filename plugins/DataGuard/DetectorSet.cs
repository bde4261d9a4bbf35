using DataGuard.Detection;
using DataGuard.Patterns;
using DataGuard.Scanning;

namespace DataGuard;

/// <summary>The detectors that options ask for.</summary>
internal static class DetectorSet
{
    /// <summary>Names that custom detectors cannot have.</summary>
    public static IEnumerable<string> BuiltInNames => BuiltIn(new DataGuardOptions()).Select(detector => detector.Name);

    /// <summary>The plan that finds what the options ask for.</summary>
    /// <exception cref="PatternException">The options were not validated.</exception>
    public static ScanPlan PlanOf(DataGuardOptions options) => new(
        [
            .. BuiltIn(options),
            .. options.Literals.Select(literal => new Detector { Name = literal.Name, Mode = literal.Mode, Pattern = LiteralsOf(literal) }),
            .. options.Patterns.Select(pattern => new Detector { Name = pattern.Name, Mode = pattern.Mode, Pattern = PatternOf(pattern) }),
        ],
        (byte)options.MaskWith[0]);

    public static PatternDetector LiteralsOf(LiteralOptions literal) => PatternDetector.OfLiterals(literal.Values, literal.IgnoreCase, literal.WholeWords);

    public static PatternDetector PatternOf(PatternOptions pattern) => PatternDetector.Of(pattern.Pattern, pattern.IgnoreCase);

    private static Detector[] BuiltIn(DataGuardOptions options) =>
    [
        Of(new PaymentCardRecognizer(), options.PaymentCard, options.KeepLast),
        Of(new IbanRecognizer(), options.Iban, options.KeepLast),
        Of(new AwsAccessKeyRecognizer(), options.AwsAccessKey),
        Of(new AwsSecretKeyRecognizer(), options.AwsSecretKey),
        Of(new JwtRecognizer(), options.Jwt),
        Of(new PrivateKeyRecognizer(), options.PrivateKey),
    ];

    private static Detector Of(Recognizer recognizer, DetectorMode mode, int keepLast = 0) =>
        new() { Name = recognizer.Name, Mode = mode, Recognizer = recognizer, KeepLast = keepLast };
}
