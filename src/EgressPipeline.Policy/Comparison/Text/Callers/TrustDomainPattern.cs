using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>Callers by trust domain, the principal's first part.</summary>
internal sealed class TrustDomainPattern(ByteMatch match) : TextPattern
{
    public override string Key => "trust domain " + MatchKey.Of(match);

    public override string Text => match.Kind == ByteMatchKind.Present ? "any trust domain" : "trust domain " + match;

    public override string? Example => match.Kind == ByteMatchKind.Exact ? match.Text + "/ns/default/sa/default" : null;

    public override void AddTo(Nfa nfa, int pattern)
    {
        var domain = MatchPattern.Emit(nfa, Nfa.Start, match, CallerForm.InSegment);
        nfa.Accept(domain, pattern);
        var slash = nfa.NewState();
        nfa.Step(domain, ByteSet.Of((byte)'/'), slash);
        nfa.Accept(nfa.Many(slash, ByteSet.All), pattern);
    }
}
