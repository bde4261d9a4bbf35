using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>
/// A condition of either plan on one field of a call. Whether it holds is always answered by the matcher that the data
/// plane uses; this only adds which texts and addresses it names, so that a call of every kind can be made up.
/// </summary>
internal abstract class Condition(Dimension dimension, string key)
{
    public Dimension Dimension => dimension;

    /// <summary>Equal for conditions that hold for the same calls, from whichever plan they are.</summary>
    public string Key => key;

    /// <summary>Small number of the condition in its table.</summary>
    public int Id { get; set; } = -1;

    public abstract bool Holds(in CallFacts call);

    /// <summary>The texts that the condition names; none for one on addresses.</summary>
    public virtual IEnumerable<TextPattern> Patterns => [];

    /// <summary>The addresses that the condition names; none for one on a text.</summary>
    public virtual IEnumerable<AddressRange> Ranges => [];
}
