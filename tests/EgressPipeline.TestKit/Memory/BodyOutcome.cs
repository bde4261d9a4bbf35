using System.Text;

namespace EgressPipeline.TestKit;

/// <summary>What a filter made of a body.</summary>
/// <param name="Result">The verdict: of the phase that stopped it, else "go on".</param>
/// <param name="Output">What was sent on until then.</param>
public sealed record BodyOutcome(FilterResult Result, byte[] Output)
{
    /// <summary><see cref="Output"/> as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}
