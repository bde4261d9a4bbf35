namespace EgressPipeline.Dns;

/// <summary>What becomes of questions for names that no ServiceEntry declares.</summary>
internal enum UndeclaredNames
{
    /// <summary>Forwarded where undeclared destinations may be called, refused where they may not.</summary>
    Policy,
    Forward,
    Refuse,
}
