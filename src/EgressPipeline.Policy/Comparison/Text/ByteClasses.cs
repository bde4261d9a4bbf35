using EgressPipeline.Policy.Comparison.Text.Forms;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>
/// Bytes that no step of an automaton tells apart, so that one of them stands for all; and the steps by such classes.
/// </summary>
internal sealed class ByteClasses
{
    // What a person would type comes first, so that examples look like texts of people.
    private const string Preferred = "xabcdefghijklmnopqrstuvwyz0123456789-_./XABCDEFGHIJKLMNOPQRSTUVWYZ~+,;=@:!$&'()*%";

    private readonly int[] _classOf = new int[256];
    private readonly byte[] _byteOf;
    private readonly (int Class, int[] To)[][] _steps;

    public ByteClasses(Nfa nfa, TextForm form)
    {
        Split(nfa, form);
        _byteOf = Representatives();
        _steps = new (int, int[])[nfa.Count][];
        for (var state = 0; state < nfa.Count; state++)
            _steps[state] = Steps(nfa, state);
    }

    /// <summary>The states that one byte leads to.</summary>
    public int[] Next(int[] states, byte value)
    {
        var reached = new SortedSet<int>();
        foreach (var state in states)
            foreach (var (byteClass, to) in _steps[state])
                if (byteClass == _classOf[value])
                    reached.UnionWith(to);
        return [.. reached];
    }

    /// <summary>For each class of bytes one byte and the states it leads to.</summary>
    public IEnumerable<(byte Value, int[] States)> Successors(int[] states)
    {
        var reached = new SortedSet<int>?[_byteOf.Length];
        foreach (var state in states)
            foreach (var (byteClass, to) in _steps[state])
                (reached[byteClass] ??= []).UnionWith(to);
        for (var i = 0; i < reached.Length; i++)
            yield return (_byteOf[i], reached[i] is { } set ? [.. set] : []);
    }

    private void Split(Nfa nfa, TextForm form)
    {
        // A form tells bytes apart by where they lead from any of its states; there are few.
        for (var state = 0; state < 32; state++)
        {
            var from = state;
            Refine(value => form.Next(from, value));
        }
        var labels = new HashSet<ByteSet>();
        for (var state = 0; state < nfa.Count; state++)
            foreach (var (label, _) in nfa.StepsOf(state))
                if (labels.Add(label))
                    Refine(value => label.Contains(value) ? 1 : 0);
    }

    private void Refine(Func<byte, int> read)
    {
        var classes = new Dictionary<(int, int), int>();
        for (var value = 0; value < 256; value++)
        {
            var key = (_classOf[value], read((byte)value));
            if (!classes.TryGetValue(key, out var number))
                classes.Add(key, number = classes.Count);
            _classOf[value] = number;
        }
    }

    private byte[] Representatives()
    {
        var found = new List<(byte Value, int Class)>();
        var seen = new HashSet<int>();
        foreach (var c in Preferred)
            if (seen.Add(_classOf[c]))
                found.Add(((byte)c, _classOf[c]));
        for (var value = 255; value >= 0; value--)
            if (seen.Add(_classOf[value]))
                found.Add(((byte)value, _classOf[value]));
        // Numbered in the order of preference: the walk then meets familiar texts first.
        var order = new int[found.Count];
        for (var i = 0; i < found.Count; i++)
            order[found[i].Class] = i;
        for (var value = 0; value < 256; value++)
            _classOf[value] = order[_classOf[value]];
        return [.. found.ConvertAll(f => f.Value)];
    }

    private (int Class, int[] To)[] Steps(Nfa nfa, int state)
    {
        var steps = new List<(int, int[])>();
        foreach (var (label, to) in nfa.StepsOf(state))
        {
            var closure = nfa.Closure(to);
            for (var i = 0; i < _byteOf.Length; i++)
                if (label.Contains(_byteOf[i]))
                    steps.Add((i, closure));
        }
        return [.. steps];
    }
}
