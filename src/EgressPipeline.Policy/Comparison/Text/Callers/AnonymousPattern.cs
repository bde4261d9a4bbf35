namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>Callers without an identity.</summary>
internal sealed class AnonymousPattern : TextPattern
{
    public override string Key => "anonymous";

    public override string Text => "no identity";

    public override string Example => "";

    public override void AddTo(Nfa nfa, int pattern) => nfa.Accept(Nfa.Start, pattern);
}
