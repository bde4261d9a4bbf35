using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Regions;

namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>Makes the classes of a field for a set of conditions, once for the same set: most hosts meet the same ones.</summary>
internal sealed class ClassCatalogue(HostClasses hosts, string callerNamespace, int maxTextStates)
{
    private readonly Dictionary<string, FieldClasses?> _made = new(StringComparer.Ordinal);

    /// <summary>The classes of every field that the conditions read, by field; null when a field has too many.</summary>
    /// <param name="conditions">In any order, without repetition.</param>
    /// <param name="call">A call of the kind that is compared; its other fields do not matter.</param>
    /// <param name="problem">Why there are none.</param>
    public FieldClasses[]? For(IEnumerable<Condition> conditions, ComparedCall call, out string? problem)
    {
        problem = null;
        var byField = new SortedDictionary<Dimension, SortedDictionary<int, Condition>>();
        foreach (var condition in conditions)
        {
            if (!byField.TryGetValue(condition.Dimension, out var list))
                byField.Add(condition.Dimension, list = []);
            list[condition.Id] = condition;
        }
        var fields = new List<FieldClasses>();
        foreach (var pair in byField)
        {
            if (Get(pair.Key, [.. pair.Value.Values], call) is not { } classes)
            {
                problem = "the conditions on " + FieldNames.Of(pair.Key) + " tell too many texts apart";
                return null;
            }
            fields.Add(classes);
        }
        return [.. fields];
    }

    private FieldClasses? Get(Dimension dimension, Condition[] conditions, ComparedCall call)
    {
        // The names below a wildcard are a matter of that wildcard; all else only of the kind of call.
        var place = dimension.Kind == DimensionKind.Host ? call.Host + ":" + call.Port : "";
        var key = (int)call.Kind + place + " " + dimension.Kind + " " + dimension.Name + " " + string.Join(",", Array.ConvertAll(conditions, c => c.Id));
        if (_made.TryGetValue(key, out var made))
            return made;
        IFieldValues? values = dimension.Kind switch
        {
            DimensionKind.SourceAddress => new AddressValues(conditions),
            DimensionKind.Opaque => new OpaqueValues((OpaqueCondition)conditions[0]),
            DimensionKind.Host => HostsOf(call, conditions),
            _ => TextValues.Find(dimension, new FieldTexts(dimension, callerNamespace), conditions, maxTextStates),
        };
        var classes = values is null ? null : new FieldClasses(dimension, conditions, values, call);
        _made.Add(key, classes);
        return classes;
    }

    private HostValues? HostsOf(ComparedCall call, Condition[] conditions)
    {
        var family = hosts.Find(Matching.AsciiText.Bytes(call.Host))!;
        return HostValues.Find(family, hosts.Inside(family), conditions, maxTextStates);
    }
}
