using System.Globalization;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>One port, or all ports but some.</summary>
/// <param name="Number">The port; an example of them when there are more.</param>
/// <param name="Except">The ports that are told apart from the others, ascending; null for a single port.</param>
internal sealed record PortClass(int Number, int[]? Except)
{
    public string Key => Except is null ? Number.ToString(CultureInfo.InvariantCulture) : "^" + string.Join(",", Except);

    public bool Contains(int port) => Except is null ? port == Number : Array.IndexOf(Except, port) < 0;
}
