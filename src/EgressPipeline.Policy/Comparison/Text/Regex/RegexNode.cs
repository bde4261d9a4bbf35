namespace EgressPipeline.Policy.Comparison.Text.Regex;

/// <summary>A part of a regular expression that can be put into an automaton.</summary>
internal abstract class RegexNode
{
    /// <summary>States the part needs, capped: repetition multiplies.</summary>
    public abstract int Size { get; }

    /// <summary>True when the part matches a place and no byte (<c>^</c>, <c>$</c>).</summary>
    public virtual bool IsAnchor => false;

    /// <summary>Adds the part from a state on; the state after it.</summary>
    public abstract int Emit(Nfa nfa, int from);

    protected static int Cap(long size) => (int)Math.Min(size, int.MaxValue / 4);
}

/// <summary>One byte of a set.</summary>
internal sealed class RegexBytes(ByteSet bytes) : RegexNode
{
    public override int Size => 1;

    public override int Emit(Nfa nfa, int from)
    {
        var to = nfa.NewState();
        nfa.Step(from, bytes, to);
        return to;
    }
}

/// <summary><c>^</c> or <c>$</c>: allowed where it says nothing, at the ends of the whole text.</summary>
internal sealed class RegexAnchor(bool isStart) : RegexNode
{
    public bool IsStart => isStart;

    public override int Size => 0;

    public override bool IsAnchor => true;

    public override int Emit(Nfa nfa, int from) => from;
}

/// <summary>One part after the other.</summary>
internal sealed class RegexSequence(List<RegexNode> parts) : RegexNode
{
    public IReadOnlyList<RegexNode> Parts => parts;

    public override int Size
    {
        get
        {
            long size = 0;
            foreach (var part in parts)
                size += part.Size;
            return Cap(size);
        }
    }

    public override int Emit(Nfa nfa, int from)
    {
        foreach (var part in parts)
            from = part.Emit(nfa, from);
        return from;
    }
}

/// <summary>One of several parts.</summary>
internal sealed class RegexChoice(List<RegexNode> parts) : RegexNode
{
    public IReadOnlyList<RegexNode> Parts => parts;

    public override int Size
    {
        get
        {
            long size = 1;
            foreach (var part in parts)
                size += part.Size + 1L;
            return Cap(size);
        }
    }

    public override int Emit(Nfa nfa, int from)
    {
        var to = nfa.NewState();
        foreach (var part in parts)
        {
            var start = nfa.NewState();
            nfa.Jump(from, start);
            nfa.Jump(part.Emit(nfa, start), to);
        }
        return to;
    }
}

/// <summary>A part a number of times; a maximum below zero is none.</summary>
internal sealed class RegexRepeat(RegexNode part, int minimum, int maximum) : RegexNode
{
    public RegexNode Part => part;

    public override int Size => Cap((long)(part.Size + 2) * Math.Max(Math.Max(minimum, maximum), 1) + 2);

    public override int Emit(Nfa nfa, int from)
    {
        for (var i = 0; i < minimum; i++)
            from = part.Emit(nfa, from);
        if (maximum >= 0)
            return Optional(nfa, from);
        var loop = nfa.NewState();
        nfa.Jump(from, loop);
        nfa.Jump(part.Emit(nfa, loop), loop);
        return loop;
    }

    private int Optional(Nfa nfa, int from)
    {
        var to = nfa.NewState();
        nfa.Jump(from, to);
        for (var i = minimum; i < maximum; i++)
        {
            from = part.Emit(nfa, from);
            nfa.Jump(from, to);
        }
        return to;
    }
}
