namespace EgressPipeline.Policy.Diagnostics;

/// <summary>A place in a policy file. Line and column are 1-based; 0 means "the file as a whole".</summary>
public readonly record struct SourceRef(string File, int Line, int Column)
{
    /// <summary>The place of something that no file declares, such as a default.</summary>
    public static SourceRef None => new("", 0, 0);

    public bool IsNone => File.Length == 0;

    /// <summary><c>file:line</c>, as decisions, logs and <c>explain</c> print it.</summary>
    public override string ToString() => IsNone ? "-" : Line == 0 ? File : File + ":" + Line;
}
