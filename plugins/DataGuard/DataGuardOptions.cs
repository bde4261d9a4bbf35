using EgressPipeline;

namespace DataGuard;

/// <summary>Options of <see cref="DataGuardFilter"/>.</summary>
public sealed class DataGuardOptions : IValidatedOptions
{
    /// <summary>Whether request bodies are looked into.</summary>
    [Option("Look into request bodies.")]
    public bool Requests { get; init; } = true;

    /// <summary>Whether response bodies are looked into.</summary>
    [Option("Look into response bodies.")]
    public bool Responses { get; init; }

    /// <summary>Payment card numbers.</summary>
    [Option("Payment card numbers: digits and length of an issuer, right check digit.")]
    public DetectorMode PaymentCard { get; init; } = DetectorMode.Block;

    /// <summary>International bank account numbers.</summary>
    [Option("International bank account numbers: length of the country, right check digits.")]
    public DetectorMode Iban { get; init; } = DetectorMode.Report;

    /// <summary>Ids of AWS access keys.</summary>
    [Option("Ids of AWS access keys (AKIA…, ASIA…).")]
    public DetectorMode AwsAccessKey { get; init; } = DetectorMode.Block;

    /// <summary>Secret AWS access keys.</summary>
    [Option("Secret AWS access keys, by the name before them.")]
    public DetectorMode AwsSecretKey { get; init; } = DetectorMode.Block;

    /// <summary>JSON Web Tokens.</summary>
    [Option("JSON Web Tokens.")]
    public DetectorMode Jwt { get; init; } = DetectorMode.Report;

    /// <summary>Private keys.</summary>
    [Option("Private keys in PEM or OpenPGP armour.")]
    public DetectorMode PrivateKey { get; init; } = DetectorMode.Block;

    /// <summary>Detectors of fixed texts.</summary>
    [Option("Detectors of fixed texts.", Max = 32)]
    public IReadOnlyList<LiteralOptions> Literals { get; init; } = [];

    /// <summary>Detectors of patterns.</summary>
    [Option("Detectors of patterns.", Max = 16)]
    public IReadOnlyList<PatternOptions> Patterns { get; init; } = [];

    /// <summary>What a mask writes over a finding.</summary>
    [Option("The character that a mask writes: printable ASCII, no quote, backslash, percent or angle bracket.", Min = 1, Max = 1)]
    public string MaskWith { get; init; } = "*";

    /// <summary>How many letters and digits at the end of a card or account number a mask leaves.</summary>
    [Option("Letters and digits at the end of card and account numbers that a mask leaves.", Min = 0, Max = 4)]
    public int KeepLast { get; init; }

    /// <summary>Media types whose bodies are not looked into.</summary>
    [Option("Media types whose bodies pass without being looked into: image/png, image/*.", Max = 64)]
    public IReadOnlyList<string> SkipContentTypes { get; init; } = ["image/*", "audio/*", "video/*", "font/*"];

    /// <summary>What becomes of a body that cannot be looked into.</summary>
    [Option("What becomes of a body that cannot be looked into: another coding, broken data, or beyond the bounds below.")]
    public UnscannableAction Unscannable { get; init; } = UnscannableAction.Block;

    /// <summary>Most bytes that a coded body may decode to.</summary>
    [Option("Most bytes that a compressed body may decode to.", Min = 1024, Max = 1L << 50)]
    public long MaxDecodedBytes { get; init; } = 1L << 30;

    /// <summary>Most decoded bytes for one coded byte.</summary>
    [Option("Most decoded bytes for one compressed byte, from the second MiB on.", Min = 1, Max = 100_000)]
    public int MaxExpansion { get; init; } = 200;

    /// <inheritdoc/>
    public void Validate(OptionProblems problems) => OptionRules.Check(this, problems);
}
