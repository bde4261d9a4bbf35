using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>Callers by the namespace that their principal names.</summary>
internal sealed class NamespacePattern(ByteMatch match) : TextPattern
{
    public override string Key => "namespace " + MatchKey.Of(match);

    public override string Text => match.Kind == ByteMatchKind.Present ? "any namespace" : "namespace " + match;

    public override string? Example => match.Kind switch
    {
        ByteMatchKind.Exact or ByteMatchKind.Prefix => CallerForm.Complete("cluster.local/ns/" + match.Text),
        _ => null,
    };

    public override void AddTo(Nfa nfa, int pattern)
    {
        var inSegment = CallerForm.InSegment;
        var named = nfa.Literal(nfa.Some(Nfa.Start, inSegment), AsciiText.Bytes("/ns/"));
        var ended = nfa.Literal(MatchPattern.Emit(nfa, named, match, inSegment), AsciiText.Bytes("/sa/"));
        nfa.Accept(nfa.Some(ended, inSegment), pattern);
    }
}
