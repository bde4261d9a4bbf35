namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>
/// A set of texts that some condition names, as an automaton. What a text means for a condition is never asked here: the
/// automata only find a text of each kind, the policy engine judges it.
/// </summary>
internal abstract class TextPattern
{
    /// <summary>Equal for patterns that match the same texts.</summary>
    public abstract string Key { get; }

    /// <summary>As a reader of policies knows it: <c>/v1/*</c>.</summary>
    public abstract string Text { get; }

    /// <summary>A text worth trying first as an example, or null.</summary>
    public virtual string? Example => null;

    /// <summary>True when only ASCII texts are described: of others nothing is claimed.</summary>
    public virtual bool IsAsciiOnly => false;

    /// <summary>Adds states for the pattern and accepts in its name.</summary>
    public abstract void AddTo(Nfa nfa, int pattern);
}
