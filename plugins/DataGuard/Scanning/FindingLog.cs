namespace DataGuard.Scanning;

/// <summary>The findings of one body: how many by detector, and where the first ones are. Reused from body to body.</summary>
internal sealed class FindingLog
{
    /// <summary>How many places are remembered; further findings are only counted.</summary>
    public const int MaxPlaces = 16;

    private readonly Finding[] _places = new Finding[MaxPlaces];
    private long[] _counts = [];
    private int _placeCount;

    /// <summary>All findings.</summary>
    public long Total { get; private set; }

    /// <summary>The first findings, in the order in which they were made.</summary>
    public ReadOnlySpan<Finding> Places => _places.AsSpan(0, _placeCount);

    /// <summary>Findings by number of the detector.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public void Begin(int detectors)
    {
        if (_counts.Length != detectors)
            _counts = new long[detectors];
        Clear();
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (Total, _placeCount) = (0, 0);
    }

    /// <summary>Counts a finding.</summary>
    /// <returns>Its handle for <see cref="Extend"/>.</returns>
    public int Add(Finding finding)
    {
        Total++;
        _counts[finding.Detector]++;
        if (_placeCount == MaxPlaces)
            return -1;
        _places[_placeCount] = finding;
        return _placeCount++;
    }

    /// <summary>A finding turned out to be longer.</summary>
    /// <param name="handle">From <see cref="Add"/>.</param>
    /// <param name="start">Offset of its first byte.</param>
    /// <param name="end">Offset after its last byte.</param>
    public void Extend(int handle, long start, long end)
    {
        if (handle < 0)
            return;
        var known = _places[handle];
        var first = Math.Min(start, known.Offset);
        _places[handle] = known with { Offset = first, Length = Math.Max(end, known.Offset + known.Length) - first };
    }
}
