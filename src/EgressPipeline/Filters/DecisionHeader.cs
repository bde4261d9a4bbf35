using System.Text;

namespace EgressPipeline.Filters;

/// <summary>The header by which every answer of our own says who decided.</summary>
internal static class DecisionHeader
{
    public const string Name = "x-egress-decision";

    /// <summary>The header as a line with its CRLF. A byte that would end it early becomes a question mark.</summary>
    public static byte[] LineFor(string decision) =>
        Encoding.ASCII.GetBytes($"{Name}: {string.Concat(decision.Select(one => one is >= ' ' and <= '~' ? one : '?'))}\r\n");
}
