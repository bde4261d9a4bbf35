using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>The first four bytes of every match of a pattern, in at most eight fingerprints.</summary>
internal static class PatternFingerprints
{
    public static Fingerprint[] Of(PositionAutomaton automaton)
    {
        var all = automaton.First.Select(position => From(automaton, position)).ToArray();
        var size = (all.Length + FingerprintFilter.MaxFingerprints - 1) / FingerprintFilter.MaxFingerprints;
        return [.. all.Chunk(size).Select(neighbours => neighbours.Aggregate((one, other) => one | other))];
    }

    private static Fingerprint From(PositionAutomaton automaton, int first)
    {
        Span<ByteClass> classes = stackalloc ByteClass[Fingerprint.Length];
        classes.Fill(ByteClass.Any);
        SortedSet<int> reached = [first];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = reached.Aggregate(ByteClass.None, (all, position) => all | automaton.Classes[position]);
            if (reached.Any(automaton.Last.Contains))
                break; // a match may be over: anything may follow
            reached = [.. reached.SelectMany(position => automaton.Following[position])];
        }
        return new Fingerprint(classes[0], classes[1], classes[2], classes[3]);
    }
}
