namespace EgressPipeline.Host.Recorded;

/// <summary>Recorded calls, equal ones counted together, in the order in which they were first seen. Bounded.</summary>
internal sealed class RecordedCalls
{
    /// <summary>Different calls that are kept; more are counted only.</summary>
    public const int MaxDistinct = 100_000;

    private readonly Dictionary<RecordedCall, int> _positions = [];
    private readonly List<(RecordedCall Call, int Count)> _calls = [];

    public IReadOnlyList<(RecordedCall Call, int Count)> All => _calls;

    /// <summary>Calls seen, equal ones and those that found no room included.</summary>
    public long Seen { get; private set; }

    /// <summary>Calls that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Lines or entries that record no call: start-up lines, requests that were no valid HTTP, texts that were cut.</summary>
    public long Unreadable { get; private set; }

    public void Add(RecordedCall? call)
    {
        if (call is null)
        {
            Unreadable++;
            return;
        }
        Seen++;
        if (_positions.TryGetValue(call, out var at))
            _calls[at] = (call, _calls[at].Count + 1);
        else if (_calls.Count == MaxDistinct)
            Dropped++;
        else
        {
            _positions.Add(call, _calls.Count);
            _calls.Add((call, 1));
        }
    }
}
