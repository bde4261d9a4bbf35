using DataGuard.Detection;
using DataGuard.Patterns;

namespace DataGuard.Scanning;

/// <summary>All detectors of a binding, ready to scan any number of bodies at once. Immutable.</summary>
internal sealed class ScanPlan
{
    private readonly Detector[] _detectors;

    /// <param name="detectors">In any order; those that are off are left out.</param>
    /// <param name="maskWith">What a mask writes.</param>
    public ScanPlan(IEnumerable<Detector> detectors, byte maskWith)
    {
        MaskWith = maskWith;
        _detectors = [.. detectors.Where(detector => detector.Mode != DetectorMode.Off).OrderBy(detector => detector.Recognizer is null)];
        Recognizers = [.. _detectors.Select(detector => detector.Recognizer).OfType<Recognizer>()];
        Patterns = [.. _detectors.Select(detector => detector.Pattern).OfType<PatternDetector>()];
        byte runs = 0;
        for (var i = 0; i < Recognizers.Length; i++)
            runs |= (byte)(Recognizers[i].BeginsDigitRow ? 1 << i : 0);
        Filter = new FingerprintFilter([.. Recognizers.Select(recognizer => recognizer.Fingerprint)], runs);
        HiddenBy = [.. Recognizers.Select(recognizer => Array.FindIndex(Recognizers, other => other.Name == recognizer.HiddenBy))];
        MaxHeld = Math.Max(Recognizer.MaxReach, Patterns.Select(pattern => pattern.MaxLength).DefaultIfEmpty().Max() + 1);
    }

    /// <summary>Those with a recogniser come first, in the order of <see cref="Recognizers"/>, then those of <see cref="Patterns"/>.</summary>
    public ReadOnlySpan<Detector> Detectors => _detectors;

    public Recognizer[] Recognizers { get; }

    public PatternDetector[] Patterns { get; }

    /// <summary>Bit i is recogniser i.</summary>
    public FingerprintFilter Filter { get; }

    /// <summary>For each recogniser the number of the one whose findings hide its own, or -1.</summary>
    public int[] HiddenBy { get; }

    /// <summary>Most bytes that are held back until they can be judged.</summary>
    public int MaxHeld { get; }

    public byte MaskWith { get; }

    public bool Masks => Array.Exists(_detectors, detector => detector.Mode == DetectorMode.Mask);

    /// <summary>True when what is not judged yet must not be sent on.</summary>
    public bool HoldsBack => Masks || Array.Exists(_detectors, detector => detector.Mode == DetectorMode.Block);
}
