using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>
/// Turns positions into a deterministic automaton, completely and beforehand: searching then neither allocates nor can be
/// made slow by a text, and a pattern whose automaton is too large is refused when it is loaded.
/// </summary>
internal sealed class DfaBuilder
{
    /// <summary>Largest table: 2 MiB.</summary>
    public const int MaxEntries = 1 << 20;

    // Bounds the time that one pattern may cost when it is loaded, to a second or so.
    private const int MaxWork = 10_000_000;

    private readonly DfaSource _source;
    private readonly byte[] _classes = new byte[256];
    private readonly List<byte> _samples = []; // one byte of each class
    private readonly int[][] _starting; // positions that a match may start with, by class
    private readonly Dictionary<DfaState, int> _states = [];
    private readonly List<DfaState> _ordered = [];
    private readonly Dictionary<(int, int), int[]> _afterStart = [];
    private readonly List<int> _reached = [];
    private readonly int[] _seen; // by position: number of the step that reached it last
    private int _step;
    private int _work;

    private DfaBuilder(DfaSource source)
    {
        _source = source;
        _seen = new int[source.Classes.Count];
        Partition();
        _starting = [.. _samples.Select(sample => source.Start.Where(position => source.Classes[position].Contains(sample)).ToArray())];
    }

    /// <summary>
    /// Builds it. State 0 is the start. With <see cref="DfaSource.Restarts"/> and <see cref="DfaSource.TracksWords"/>, state 1 is the start
    /// after a word character; a state with neither number has a match under way.
    /// </summary>
    /// <exception cref="PatternException">The table would be too large.</exception>
    public static Dfa Build(DfaSource source) => new DfaBuilder(source).Build();

    private Dfa Build()
    {
        NumberOf(new DfaState([], StartedBy: DfaState.Nothing, IsStart: true, AfterWord: false));
        if (_source.TracksWords)
            NumberOf(new DfaState([], StartedBy: DfaState.Nothing, IsStart: true, AfterWord: true));
        var next = new List<ushort>();
        for (var state = 0; state < _ordered.Count; state++)
            for (var number = 0; number < _samples.Count; number++)
            {
                _work += 1 + _ordered[state].Positions.Length;
                if (next.Count == MaxEntries || _ordered.Count > ushort.MaxValue || _work > MaxWork)
                    throw new PatternException("it has too many states; begin it with \\b or with a fixed text, shorten its repeats, or split it");
                next.Add((ushort)NumberOf(Step(_ordered[state], number)));
            }
        bool[] accepts = [.. _ordered.Select(state => state.Positions.Concat(StartedBy(state)).Any(_source.Accepting.Contains))];
        return new Dfa(_classes, _samples.Count, [.. next], accepts, _ordered.FindIndex(state => state is { IsStart: false, Positions: [], StartedBy: DfaState.Nothing }));
    }

    private int NumberOf(DfaState state)
    {
        if (_states.TryGetValue(state, out var number))
            return number;
        _states.Add(state, _ordered.Count);
        _ordered.Add(state);
        return _ordered.Count - 1;
    }

    private DfaState Step(DfaState state, int number)
    {
        var sample = _samples[number];
        var isWord = ByteClass.WordByte.Contains(sample);
        var starts = state.IsStart && (!_source.TracksWords || state.AfterWord != isWord);
        _reached.Clear();
        _step++;
        Reach(Follow(state.Positions, sample), starts);
        if (state.StartedBy != DfaState.Nothing)
            Reach(FollowStart(state.StartedBy, number), starts);
        _reached.Sort();
        var startedBy = starts && _starting[number].Length > 0 ? number : DfaState.Nothing;
        return new DfaState([.. _reached], startedBy, _source.Restarts, _source.TracksWords && isWord);
    }

    private int[] StartedBy(DfaState state) => state.StartedBy == DfaState.Nothing ? [] : _starting[state.StartedBy];

    private IEnumerable<int> Follow(int[] positions, byte sample)
    {
        foreach (var position in positions)
            foreach (var next in _source.Following[position])
                if (_source.Classes[next].Contains(sample))
                    yield return next;
    }

    /// <summary>What follows the starting positions of a class: the same for every state, so found once.</summary>
    private int[] FollowStart(int startedBy, int number)
    {
        if (!_afterStart.TryGetValue((startedBy, number), out var next))
            _afterStart.Add((startedBy, number), next = [.. Follow(_starting[startedBy], _samples[number])]);
        return next;
    }

    private void Reach(IEnumerable<int> positions, bool starts)
    {
        foreach (var position in positions)
        {
            if (_seen[position] == _step)
                continue;
            _seen[position] = _step;
            if (!starts || !_source.Start.Contains(position))
                _reached.Add(position);
        }
    }

    /// <summary>Bytes that every class of the pattern treats alike are one class of the automaton.</summary>
    private void Partition()
    {
        List<ByteClass> distinct = [.. _source.Classes.Distinct()];
        if (_source.TracksWords)
            distinct.Add(ByteClass.WordByte);
        var numbers = new Dictionary<string, byte>(StringComparer.Ordinal);
        for (var value = 0; value < _classes.Length; value++)
        {
            var signature = string.Create(distinct.Count, (distinct, value), static (text, of) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = of.distinct[i].Contains((byte)of.value) ? '1' : '0';
            });
            if (numbers.TryAdd(signature, (byte)numbers.Count))
                _samples.Add((byte)value);
            _classes[value] = numbers[signature];
        }
    }
}
