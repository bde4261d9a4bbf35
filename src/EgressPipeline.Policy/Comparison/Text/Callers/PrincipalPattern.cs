using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>Callers by their whole principal: <c>cluster.local/ns/shop/sa/web</c>.</summary>
internal sealed class PrincipalPattern(ByteMatch match) : TextPattern
{
    public override string Key => "principal " + MatchKey.Of(match);

    public override string Text => match.Kind == ByteMatchKind.Present ? "any identity" : match.ToString();

    public override string? Example => match.Kind switch
    {
        ByteMatchKind.Exact => match.Text,
        ByteMatchKind.Prefix => CallerForm.Complete(match.Text),
        _ => null,
    };

    public override void AddTo(Nfa nfa, int pattern) => nfa.Accept(MatchPattern.Emit(nfa, Nfa.Start, match, ByteSet.All), pattern);
}
