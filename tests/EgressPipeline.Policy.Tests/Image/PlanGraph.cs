using System.Collections;
using System.Reflection;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>Walks a plan by reflection: every property of every object in it, by path.</summary>
internal static class PlanGraph
{
    /// <summary>Small types that the image carries as a whole, with the properties that it knows of.</summary>
    public static readonly Dictionary<Type, string[]> Wholes = new()
    {
        [typeof(ByteMatch)] = ["Kind", "Text", "Value", "IgnoreCase"],
        [typeof(PathSubstitution)] = ["Pattern", "Replacement"],
        [typeof(HostMatch)] = ["Text", "Name", "Port"],
        [typeof(PathTemplate)] = ["Text"],
        [typeof(SourceRef)] = ["File", "Line", "Column", "IsNone"],
        [typeof(Cidr)] = ["Network", "PrefixLength", "IsSingleAddress"],
        [typeof(IpValue)] = ["High", "Low", "IsNone", "IsV4"],
        [typeof(CidrSet)] = ["Count", "Ranges"],
        [typeof(AddressEntry)] = ["Range", "Host", "Port"],
    };

    /// <summary>Path and text of every simple value at or below an object.</summary>
    public static SortedDictionary<string, string> Values(object? root)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(root, "", values);
        return values;
    }

    /// <summary>Every object with the path that leads to it.</summary>
    public static IEnumerable<(string Path, object Owner)> Objects(object root, string path = "")
    {
        if (IsSimple(root) || Wholes.ContainsKey(root.GetType()))
            yield break;
        if (root is IEnumerable items)
        {
            var i = 0;
            foreach (var item in items)
                foreach (var inner in item is null ? [] : Objects(item, path + "[" + i++ + "]"))
                    yield return inner;
            yield break;
        }
        yield return (path, root);
        foreach (var property in Properties(root))
            if (property.GetValue(root) is { } value && !IsReference(root, property))
                foreach (var inner in Objects(value, path + "." + property.Name))
                    yield return inner;
    }

    public static IEnumerable<PropertyInfo> Properties(object owner) =>
        owner.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike && property.Name != "EqualityContract");

    private static void Collect(object? value, string path, SortedDictionary<string, string> values)
    {
        if (value is null || IsSimple(value))
        {
            values.Add(path, Text(value));
            return;
        }
        if (value is IEnumerable items)
        {
            var i = 0;
            foreach (var item in items)
                Collect(item, path + "[" + i++ + "]", values);
            values.Add(path + ".Length", i.ToString());
            return;
        }
        foreach (var property in Properties(value))
            if (IsReference(value, property))
                values.Add(path + "." + property.Name, property.GetValue(value) is ClusterPlan cluster ? "cluster " + cluster.Index : "host " + ((HostPlan)property.GetValue(value)!).Index);
            else
                Collect(property.GetValue(value), path + "." + property.Name, values);
    }

    // What stands in a list of its own is only referred to from elsewhere.
    private static bool IsReference(object owner, PropertyInfo property) =>
        property.PropertyType == typeof(ClusterPlan) || (property.PropertyType == typeof(HostPlan) && owner is not EgressPlan);

    private static bool IsSimple(object value) =>
        value is string or byte[] or CidrSet or HostIndex or AddressIndex or VirtualAddressTable || value.GetType().IsValueType;

    private static string Text(object? value) => value switch
    {
        null => "null",
        byte[] bytes => Convert.ToHexString(bytes),
        HostIndex index => Convert.ToHexString(index.Bytes),
        AddressIndex index => string.Join(" ", index.ToArray().Select(entry => entry.Range + ">" + entry.Host.Index + ":" + entry.Port.Number)),
        VirtualAddressTable table => string.Join(" ", table.All.ToArray().Select(address => address.HostIndex + ">" + address.Number)),
        SourceRef source => source.File + ":" + source.Line + ":" + source.Column,
        (byte[] left, byte[] right) => Convert.ToHexString(left) + "/" + Convert.ToHexString(right),
        _ => value.ToString()!,
    };
}
