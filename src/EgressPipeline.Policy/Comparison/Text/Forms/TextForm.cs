namespace EgressPipeline.Policy.Comparison.Text.Forms;

/// <summary>
/// Which texts a field of a real call can hold, as a deterministic automaton: a path that is not normalised never reaches
/// a condition, so no difference on such a path is one.
/// </summary>
internal abstract class TextForm
{
    /// <summary>A state from which nothing valid can follow.</summary>
    public const int Dead = -1;

    /// <summary>The state before the first byte is 0.</summary>
    public abstract int Next(int state, byte value);

    public abstract bool Accepts(int state);

    /// <summary>True when the whole text has the form.</summary>
    public bool IsValid(byte[] text)
    {
        var state = 0;
        foreach (var value in text)
        {
            state = Next(state, value);
            if (state == Dead)
                return false;
        }
        return Accepts(state);
    }
}
