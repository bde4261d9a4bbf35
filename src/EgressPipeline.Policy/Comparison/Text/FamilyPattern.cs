using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>Texts with a beginning, an ending and something between.</summary>
internal sealed class FamilyPattern(string prefix, string suffix) : TextPattern
{
    public override string Key => "f" + prefix.Length + ":" + prefix + suffix;

    public override string Text => prefix + "*" + suffix;

    public override void AddTo(Nfa nfa, int pattern)
    {
        var middle = nfa.Some(nfa.Literal(Nfa.Start, AsciiText.Bytes(prefix)), ByteSet.All);
        nfa.Accept(nfa.Literal(middle, AsciiText.Bytes(suffix)), pattern);
    }
}
