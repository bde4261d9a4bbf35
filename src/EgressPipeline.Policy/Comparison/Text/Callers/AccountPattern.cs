using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text.Callers;

/// <summary>The callers of one service account.</summary>
internal sealed class AccountPattern(string ns, string account) : TextPattern
{
    public override string Key => "account " + ns.Length + ":" + ns + "/" + account;

    public override string Text => "service account " + ns + "/" + account;

    public override string? Example => "cluster.local/ns/" + ns + "/sa/" + account;

    public override void AddTo(Nfa nfa, int pattern)
    {
        // A part with a slash, or an empty one, is in no principal that has a namespace.
        if (ns.Length == 0 || account.Length == 0 || ns.IndexOf('/') >= 0 || account.IndexOf('/') >= 0)
            return;
        var domain = nfa.Some(Nfa.Start, CallerForm.InSegment);
        nfa.Accept(nfa.Literal(domain, AsciiText.Bytes("/ns/" + ns + "/sa/" + account)), pattern);
    }
}
