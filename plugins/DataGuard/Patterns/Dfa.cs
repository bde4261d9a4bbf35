namespace DataGuard.Patterns;

/// <summary>A deterministic automaton over bytes: one table look-up a byte. Immutable.</summary>
internal sealed class Dfa
{
    private readonly byte[] _classes;
    private readonly ushort[] _next;
    private readonly bool[] _accepts;
    private readonly int _classCount;

    /// <param name="classes">The class of each byte value.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="next">For each state the next state by class.</param>
    /// <param name="accepts">For each state, whether a match is complete there.</param>
    /// <param name="dead">The state from which no match is reached any more, or -1.</param>
    public Dfa(byte[] classes, int classCount, ushort[] next, bool[] accepts, int dead)
    {
        Dead = dead;
        _classes = classes;
        _classCount = classCount;
        _next = next;
        _accepts = accepts;
    }

    public int States => _accepts.Length;

    /// <summary>The state from which no match is reached any more, or -1.</summary>
    public int Dead { get; }

    public int Step(int state, byte value) => _next[(state * _classCount) + _classes[value]];

    public bool Accepts(int state) => _accepts[state];
}
