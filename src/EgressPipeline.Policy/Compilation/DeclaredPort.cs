using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>One port of one host of one ServiceEntry.</summary>
/// <param name="Host">The pattern as declared, normalised.</param>
/// <param name="Entry">The ServiceEntry.</param>
/// <param name="Port">Its port.</param>
internal sealed record DeclaredPort(string Host, ServiceEntryRule Entry, ServicePortRule Port)
{
    public int Number => Port.Number.NumberOrZero();
}
