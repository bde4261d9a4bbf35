using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>Callers whose identity names a namespace and a service account: no other has either, whatever a policy asks of it.</summary>
internal sealed class WorkloadPattern : TextPattern
{
    public override string Key => "workload";

    public override string Text => "identities with a namespace and service account";

    public override string Example => "cluster.local/ns/default/sa/default";

    public override void AddTo(Nfa nfa, int pattern)
    {
        var named = nfa.Literal(nfa.Some(Nfa.Start, CallerForm.InSegment), AsciiText.Bytes("/ns/"));
        var ended = nfa.Literal(nfa.Some(named, CallerForm.InSegment), AsciiText.Bytes("/sa/"));
        nfa.Accept(nfa.Some(ended, CallerForm.InSegment), pattern);
    }
}
