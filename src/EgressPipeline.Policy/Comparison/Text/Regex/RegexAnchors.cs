namespace EgressPipeline.Policy.Comparison.Text.Regex;

/// <summary>
/// Policies match whole texts, so an anchor at an end says nothing; one in the middle does, and has no place in an automaton.
/// </summary>
internal static class RegexAnchors
{
    /// <summary>True when every anchor stands where it is always fulfilled.</summary>
    /// <param name="node">The part.</param>
    /// <param name="atStart">The part begins where the text begins.</param>
    /// <param name="atEnd">The part ends where the text ends.</param>
    public static bool AreIdle(RegexNode node, bool atStart = true, bool atEnd = true)
    {
        switch (node)
        {
            case RegexAnchor anchor:
                return anchor.IsStart ? atStart : atEnd;
            case RegexChoice choice:
                foreach (var part in choice.Parts)
                    if (!AreIdle(part, atStart, atEnd))
                        return false;
                return true;
            case RegexSequence sequence:
                return AreIdle(sequence.Parts, atStart, atEnd);
            case RegexRepeat repeat:
                return AreIdle(repeat.Part, false, false);
            default:
                return true;
        }
    }

    private static bool AreIdle(IReadOnlyList<RegexNode> parts, bool atStart, bool atEnd)
    {
        for (var i = 0; i < parts.Count; i++)
            if (!AreIdle(parts[i], atStart && OnlyAnchors(parts, 0, i), atEnd && OnlyAnchors(parts, i + 1, parts.Count)))
                return false;
        return true;
    }

    private static bool OnlyAnchors(IReadOnlyList<RegexNode> parts, int from, int to)
    {
        for (var i = from; i < to; i++)
            if (!parts[i].IsAnchor)
                return false;
        return true;
    }
}
