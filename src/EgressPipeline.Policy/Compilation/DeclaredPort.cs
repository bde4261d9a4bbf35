using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>One port of one host of one ServiceEntry.</summary>
/// <param name="Host">The pattern as declared, normalised.</param>
/// <param name="Entry">The ServiceEntry.</param>
/// <param name="Port">Its port.</param>
/// <param name="Ranges">The address ranges of the entry, one object for all its hosts and ports.</param>
internal sealed record DeclaredPort(string Host, ServiceEntryRule Entry, ServicePortRule Port, EntryRanges Ranges)
{
    public int Number => Port.Number.NumberOrZero();
}
