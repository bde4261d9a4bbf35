using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>What a <see cref="DfaBuilder"/> builds from: positions to be read forwards from any place, or backwards from one.</summary>
internal sealed class DfaSource
{
    private DfaSource()
    {
    }

    public required IReadOnlyList<ByteClass> Classes { get; init; }

    /// <summary>What comes after each position, in the direction of reading.</summary>
    public required int[][] Following { get; init; }

    /// <summary>Positions that are read first.</summary>
    public required HashSet<int> Start { get; init; }

    /// <summary>Positions after which a match is complete.</summary>
    public required HashSet<int> Accepting { get; init; }

    /// <summary>True when a match may start at any byte, not only at the first.</summary>
    public required bool Restarts { get; init; }

    /// <summary>True when a match starts only where a word begins or ends.</summary>
    public required bool TracksWords { get; init; }

    /// <summary>Finds the ends of matches in a stream.</summary>
    public static DfaSource Forwards(PositionAutomaton automaton, bool startsAtBoundary) => new()
    {
        Classes = automaton.Classes,
        Following = [.. automaton.Following.Select(next => next.ToArray())],
        Start = [.. automaton.First],
        Accepting = [.. automaton.Last],
        Restarts = true,
        TracksWords = startsAtBoundary,
    };

    /// <summary>Finds the starts of a match whose end is known. The condition at its start is for the reader to check.</summary>
    public static DfaSource Backwards(PositionAutomaton automaton)
    {
        var before = automaton.Classes.Select(_ => new List<int>()).ToArray();
        for (var position = 0; position < before.Length; position++)
            foreach (var next in automaton.Following[position])
                before[next].Add(position);
        return new DfaSource
        {
            Classes = automaton.Classes,
            Following = [.. before.Select(all => all.ToArray())],
            Start = [.. automaton.Last],
            Accepting = [.. automaton.First],
            Restarts = false,
            TracksWords = false,
        };
    }
}
