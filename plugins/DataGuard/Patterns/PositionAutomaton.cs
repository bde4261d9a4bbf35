using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>
/// A pattern as its positions: every byte it can match, which of them may come first, last, and after which. (Glushkov's
/// automaton: it has no empty steps, and a match is never longer than there are positions.)
/// </summary>
internal sealed class PositionAutomaton
{
    private readonly List<ByteClass> _classes = [];
    private readonly List<SortedSet<int>> _following = [];
    private readonly int _maxPositions;

    private PositionAutomaton(int maxPositions) => _maxPositions = maxPositions;

    /// <summary>The class of each position.</summary>
    public IReadOnlyList<ByteClass> Classes => _classes;

    /// <summary>What may come after each position.</summary>
    public IReadOnlyList<SortedSet<int>> Following => _following;

    public SortedSet<int> First { get; private set; } = [];

    public SortedSet<int> Last { get; private set; } = [];

    /// <summary>Bytes of the longest match.</summary>
    public int MaxLength
    {
        get
        {
            // What follows a position has a higher number: nothing repeats without a bound.
            var longest = new int[_classes.Count];
            for (var position = _classes.Count - 1; position >= 0; position--)
                longest[position] = 1 + _following[position].Select(next => longest[next]).DefaultIfEmpty().Max();
            return First.Max(position => longest[position]);
        }
    }

    /// <exception cref="PatternException">It is too large, or it matches nothing at all.</exception>
    public static PositionAutomaton Build(PatternNode root, int maxPositions)
    {
        var automaton = new PositionAutomaton(maxPositions);
        var whole = automaton.Add(root);
        if (whole.CanBeEmpty)
            throw new PatternException("it matches the empty text, so it would be found everywhere; make a part of it mandatory");
        (automaton.First, automaton.Last) = (whole.First, whole.Last);
        return automaton;
    }

    private Fragment Add(PatternNode node) => node switch
    {
        PatternNode.Single single => Add(single.Class),
        PatternNode.Sequence sequence => sequence.Parts.Aggregate(Fragment.Empty, (before, part) => Join(before, Add(part))),
        PatternNode.Choice choice => AddChoice(choice),
        PatternNode.Repeat repeat => AddRepeat(repeat),
        _ => throw new InvalidOperationException($"unknown node {node}"),
    };

    private Fragment Add(ByteClass bytes)
    {
        if (bytes.IsEmpty)
            throw new PatternException("a class lets nothing through");
        if (_classes.Count == _maxPositions)
            throw new PatternException($"it has more than {_maxPositions} bytes with its repeats written out; shorten them");
        _classes.Add(bytes);
        _following.Add([]);
        return new Fragment(CanBeEmpty: false, [_classes.Count - 1], [_classes.Count - 1]);
    }

    private Fragment AddChoice(PatternNode.Choice choice)
    {
        var all = new Fragment(CanBeEmpty: false, [], []);
        foreach (var option in choice.Options)
        {
            var one = Add(option);
            all.First.UnionWith(one.First);
            all.Last.UnionWith(one.Last);
            all = all with { CanBeEmpty = all.CanBeEmpty || one.CanBeEmpty };
        }
        return all;
    }

    // Each time gets positions of its own, nested from the back: x{1,3} is x(x(x)?)?.
    private Fragment AddRepeat(PatternNode.Repeat repeat)
    {
        var times = Enumerable.Range(0, repeat.Max).Select(_ => Add(repeat.Part)).ToArray();
        var rest = Fragment.Empty;
        for (var i = repeat.Max - 1; i >= 0; i--)
        {
            rest = Join(times[i], rest);
            if (i >= repeat.Min)
                rest = rest with { CanBeEmpty = true };
        }
        return rest;
    }

    private Fragment Join(Fragment before, Fragment after)
    {
        foreach (var position in before.Last)
            _following[position].UnionWith(after.First);
        return new Fragment(
            before.CanBeEmpty && after.CanBeEmpty,
            before.CanBeEmpty ? [.. before.First, .. after.First] : before.First,
            after.CanBeEmpty ? [.. before.Last, .. after.Last] : after.Last);
    }

    private sealed record Fragment(bool CanBeEmpty, SortedSet<int> First, SortedSet<int> Last)
    {
        public static Fragment Empty { get; } = new(true, [], []);
    }
}
