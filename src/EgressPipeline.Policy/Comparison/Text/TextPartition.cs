using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Text.Forms;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>
/// Finds one text of every kind: two texts are of one kind when the same patterns match both. It walks the product of the
/// patterns' automata and of the form that a text must have, breadth first and each state once. Every valid text ends in
/// some state of the product, which is reached here by a shortest text, and which says exactly which patterns match: so no
/// kind that has a text is missed, and none without one is made up.
/// </summary>
internal sealed class TextPartition
{
    private readonly IReadOnlyList<TextPattern> _patterns;
    private readonly TextForm _form;
    private readonly Nfa _nfa = new();
    private readonly ByteClasses _bytes;
    private readonly Dictionary<BitSet, TextKind> _kinds = [];
    private readonly Dictionary<StateSet, int> _seen = [];
    private readonly List<(int Form, int[] States, int Parent, byte Last)> _visited = [];

    private TextPartition(IReadOnlyList<TextPattern> patterns, TextForm form)
    {
        _patterns = patterns;
        _form = form;
        for (var i = 0; i < patterns.Count; i++)
            patterns[i].AddTo(_nfa, i);
        _bytes = new ByteClasses(_nfa, form);
    }

    /// <summary>A text of every kind, or null when the product has more states than allowed.</summary>
    public static IReadOnlyList<TextKind>? Find(IReadOnlyList<TextPattern> patterns, TextForm form, IEnumerable<string> familiar, int maxStates)
    {
        var partition = new TextPartition(patterns, form);
        foreach (var text in familiar)
            partition.Try(AsciiText.Bytes(text));
        return partition.Walk(maxStates) ? [.. partition._kinds.Values] : null;
    }

    private void Try(byte[] text)
    {
        if (!_form.IsValid(text))
            return;
        var states = _nfa.Closure(Nfa.Start);
        foreach (var value in text)
            states = _bytes.Next(states, value);
        Add(states, text);
    }

    private bool Walk(int maxStates)
    {
        Visit(0, _nfa.Closure(Nfa.Start), -1, 0);
        for (var at = 0; at < _visited.Count; at++)
        {
            var (form, states, _, _) = _visited[at];
            if (_form.Accepts(form))
                Add(states, at);
            if (_visited.Count > maxStates)
                return false;
            foreach (var (value, next) in _bytes.Successors(states))
            {
                var nextForm = _form.Next(form, value);
                if (nextForm != TextForm.Dead)
                    Visit(nextForm, next, at, value);
            }
        }
        return true;
    }

    private void Visit(int form, int[] states, int parent, byte last)
    {
        var key = new StateSet(form, states);
        if (_seen.ContainsKey(key))
            return;
        _seen.Add(key, _visited.Count);
        _visited.Add((form, states, parent, last));
    }

    private void Add(int[] states, int at)
    {
        var matching = Matching(states);
        if (!_kinds.ContainsKey(matching))
            _kinds.Add(matching, new TextKind(TextTo(at), matching));
    }

    private void Add(int[] states, byte[] text)
    {
        var matching = Matching(states);
        if (!_kinds.ContainsKey(matching))
            _kinds.Add(matching, new TextKind(text, matching));
    }

    private BitSet Matching(int[] states)
    {
        var matching = new HashSet<int>();
        foreach (var state in states)
            foreach (var pattern in _nfa.AcceptsOf(state))
                matching.Add(pattern);
        return BitSet.Of(_patterns.Count, matching.Contains);
    }

    private byte[] TextTo(int at)
    {
        var reversed = new List<byte>();
        for (; _visited[at].Parent >= 0; at = _visited[at].Parent)
            reversed.Add(_visited[at].Last);
        reversed.Reverse();
        return [.. reversed];
    }
}
