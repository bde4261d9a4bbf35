namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>Where one search stands in the words that a value adds (<see cref="RuleSelector"/>).</summary>
internal struct RuleCursor(int at, int end)
{
    public int At = at;
    public readonly int End = end;

    /// <summary>Every rule remains possible.</summary>
    public static RuleCursor All => new(-1, -1);

    public readonly bool IsAll => At < 0;
}
