using EgressPipeline.Policy.Comparison.Text.Regex;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Text;

/// <summary>The texts that a <see cref="ByteMatch"/> matches as a whole.</summary>
internal sealed class MatchPattern(ByteMatch match) : TextPattern
{
    public override string Key => MatchKey.Of(match);

    public override string Text => match.Kind switch
    {
        ByteMatchKind.Present => "present",
        ByteMatchKind.Regex => "regex " + match.Text,
        _ => match + (match.IgnoreCase ? " (any case)" : ""),
    };

    public override bool IsAsciiOnly => match.Kind == ByteMatchKind.Regex;

    public override void AddTo(Nfa nfa, int pattern) => nfa.Accept(Emit(nfa, Nfa.Start, match, ByteSet.All), pattern);

    /// <summary>True when the match can be put into an automaton; only of a few forms of regular expressions is it false.</summary>
    public static bool IsSupported(ByteMatch match) => match.Kind != ByteMatchKind.Regex || RegexReader.TryRead(match.Text, out _);

    /// <summary>Adds the match from a state on, for texts of the given bytes; the state in which it is fulfilled.</summary>
    public static int Emit(Nfa nfa, int from, ByteMatch match, ByteSet any) => match.Kind switch
    {
        ByteMatchKind.Present => nfa.Some(from, any),
        ByteMatchKind.Exact => nfa.Literal(from, match.Value, match.IgnoreCase),
        ByteMatchKind.Prefix => nfa.Many(nfa.Literal(from, match.Value, match.IgnoreCase), any),
        ByteMatchKind.Suffix => nfa.Literal(nfa.Many(from, any), match.Value, match.IgnoreCase),
        _ => RegexReader.TryRead(match.Text, out var regex)
            ? regex!.Emit(nfa, from)
            : throw new InvalidOperationException("the regular expression " + match.Text + " has no automaton"),
    };
}
