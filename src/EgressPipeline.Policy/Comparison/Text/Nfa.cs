namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>
/// One non-deterministic automaton for many patterns: all start in state 0, each accepts in states of its own. Its subsets
/// of states are the product of the patterns' automata, of which only what is alive takes room.
/// </summary>
internal sealed class Nfa
{
    public const int Start = 0;

    private readonly List<List<(ByteSet Label, int To)>> _steps = [];
    private readonly List<List<int>> _jumps = [];
    private readonly List<List<int>> _accepts = [];

    public Nfa() => NewState();

    public int Count => _steps.Count;

    public int NewState()
    {
        _steps.Add([]);
        _jumps.Add([]);
        _accepts.Add([]);
        return _steps.Count - 1;
    }

    public void Step(int from, ByteSet label, int to)
    {
        if (!label.IsEmpty)
            _steps[from].Add((label, to));
    }

    /// <summary>From one state to another without a byte.</summary>
    public void Jump(int from, int to) => _jumps[from].Add(to);

    /// <summary>Says that a text which ends in the state is matched by the pattern.</summary>
    public void Accept(int state, int pattern) => _accepts[state].Add(pattern);

    public IReadOnlyList<(ByteSet Label, int To)> StepsOf(int state) => _steps[state];

    public IReadOnlyList<int> AcceptsOf(int state) => _accepts[state];

    /// <summary>The state and all that jumps reach from it, ascending.</summary>
    public int[] Closure(int state)
    {
        var reached = new SortedSet<int> { state };
        var open = new Stack<int>();
        open.Push(state);
        while (open.Count > 0)
            foreach (var next in _jumps[open.Pop()])
                if (reached.Add(next))
                    open.Push(next);
        return [.. reached];
    }

    // Parts that patterns are made of.

    /// <summary>A chain of bytes; the state after the last.</summary>
    public int Literal(int from, byte[] text, bool ignoreCase = false)
    {
        foreach (var value in text)
        {
            var next = NewState();
            Step(from, ignoreCase ? ByteSet.AnyCase(value) : ByteSet.Of(value), next);
            from = next;
        }
        return from;
    }

    /// <summary>Any number of bytes of a set, none included; the state that is in the middle and after them.</summary>
    public int Many(int from, ByteSet label)
    {
        var loop = NewState();
        Jump(from, loop);
        Step(loop, label, loop);
        return loop;
    }

    /// <summary>At least one byte of a set.</summary>
    public int Some(int from, ByteSet label)
    {
        var loop = NewState();
        Step(from, label, loop);
        Step(loop, label, loop);
        return loop;
    }
}
