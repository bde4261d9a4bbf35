using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>The paths that a template matches: <c>{*}</c> is one segment, <c>{**}</c> any bytes.</summary>
internal sealed class TemplatePattern(PathTemplate template) : TextPattern
{
    private const string OneSegment = "{*}";
    private const string AnyRest = "{**}";

    private static readonly ByteSet InSegment = ByteSet.All.Without((byte)'/');

    public override string Key => "t:" + template.Text;

    public override string Text => template.Text;

    public override void AddTo(Nfa nfa, int pattern)
    {
        var rest = Text.IndexOf(AnyRest, StringComparison.Ordinal);
        var state = Segments(nfa, Nfa.Start, rest < 0 ? Text : Text.Substring(0, rest));
        if (rest >= 0)
            state = Segments(nfa, nfa.Many(state, ByteSet.All), Text.Substring(rest + AnyRest.Length));
        nfa.Accept(state, pattern);
    }

    private static int Segments(Nfa nfa, int from, string text)
    {
        var literals = text.Split([OneSegment], StringSplitOptions.None);
        var state = nfa.Literal(from, AsciiText.Bytes(literals[0]));
        for (var i = 1; i < literals.Length; i++)
        {
            // An operator takes the rest of its segment, all of it: what follows begins with a slash or is the end.
            var segment = nfa.Some(state, InSegment);
            state = nfa.Literal(segment, AsciiText.Bytes(literals[i]));
        }
        return state;
    }
}
