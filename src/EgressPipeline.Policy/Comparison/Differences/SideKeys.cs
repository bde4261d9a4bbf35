using System.Text;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Sides;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>
/// Names what is compared: contexts of one name have the same differences, route for route, though their services differ.
/// </summary>
internal static class SideKeys
{
    public static string Of(CallContext context, Side left, Side right)
    {
        var text = new StringBuilder();
        text.Append((int)context.Kind);
        // The names of a family are a matter of the family.
        foreach (var condition in left.Conditions.Concat(right.Conditions))
            if (condition.Dimension.Kind == DimensionKind.Host)
            {
                text.Append("at ").Append(context.Host.Index).Append(':').Append(context.Port.Number);
                break;
            }
        // Treatments are numbered as they come: only which are equal counts.
        var numbers = new Dictionary<int, int>();
        Add(text, left, numbers);
        Add(text, right, numbers);
        return text.ToString();
    }

    /// <summary>What a side says, whatever the order of rules that say it.</summary>
    public static void Add(StringBuilder text, Side side, Dictionary<int, int> numbers)
    {
        text.Append("|a ").Append(side.Allow is null ? "*" : Sorted(side.Allow));
        text.Append("|d ").Append(Sorted(side.Deny));
        text.Append("|n ").Append(Sorted(side.Audit));
        foreach (var step in side.Routes)
        {
            if (!numbers.TryGetValue(step.Treatment.Id, out var number))
                numbers.Add(step.Treatment.Id, number = numbers.Count);
            text.Append("|r ").Append(step.Match.Key).Append("->").Append(number);
        }
    }

    private static string Sorted(IReadOnlyList<Conjunction> alternatives)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var alternative in alternatives)
            keys.Add("(" + alternative.Key + ")");
        return string.Join("", keys);
    }
}
