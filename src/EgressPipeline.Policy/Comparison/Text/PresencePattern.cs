namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>Every text, the empty one included: a header or parameter that is there.</summary>
internal sealed class PresencePattern : TextPattern
{
    public override string Key => "p";

    public override string Text => "present";

    public override void AddTo(Nfa nfa, int pattern) => nfa.Accept(nfa.Many(Nfa.Start, ByteSet.All), pattern);
}
