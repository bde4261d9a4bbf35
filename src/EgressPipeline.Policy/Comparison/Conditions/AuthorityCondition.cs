using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Comparison.Text.Regex;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>A regular expression on the authority, of calls to the names below a wildcard.</summary>
internal sealed class AuthorityCondition(ByteMatch match, int port) : Condition(Dimension.Of(DimensionKind.Host), "authority " + port + " " + MatchKey.Of(match))
{
    public override IEnumerable<TextPattern> Patterns => [new AuthorityPattern(match, port)];

    public override bool Holds(in CallFacts call) => AuthorityMatch.IsMatch(match, call.Host, call.Port);

    /// <summary>Hosts that match by themselves or with the port behind them.</summary>
    private sealed class AuthorityPattern(ByteMatch match, int port) : TextPattern
    {
        public override string Key => port + " " + MatchKey.Of(match);

        public override string Text => "regex " + match.Text;

        public override void AddTo(Nfa nfa, int pattern)
        {
            RegexReader.TryRead(match.Text, out var regex);
            var first = nfa.Count;
            var end = regex!.Emit(nfa, Nfa.Start);
            nfa.Accept(end, pattern);
            // A host is also taken in a state from which its port leads to the end.
            var suffix = AsciiText.Bytes(":" + port);
            for (var state = first; state < nfa.Count; state++)
                if (Leads(nfa, state, suffix, end))
                    nfa.Accept(state, pattern);
            if (Leads(nfa, Nfa.Start, suffix, end))
                nfa.Accept(Nfa.Start, pattern);
        }

        private static bool Leads(Nfa nfa, int from, byte[] text, int end)
        {
            var states = new HashSet<int>(nfa.Closure(from));
            foreach (var value in text)
            {
                var next = new HashSet<int>();
                foreach (var state in states)
                    foreach (var (label, to) in nfa.StepsOf(state))
                        if (label.Contains(value))
                            next.UnionWith(nfa.Closure(to));
                states = next;
            }
            return states.Contains(end);
        }
    }
}
