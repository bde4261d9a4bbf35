using System.Reflection;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>
/// The image carries every property of every plan type. Each is changed by itself in a full plan; the plan that is read back
/// must show the change, or be refused because of it. A property that somebody adds and the image does not know fails here by name.
/// </summary>
public sealed class PlanImageCompletenessTests
{
    /// <summary>Properties that follow from others and are made again when an image is read.</summary>
    private static readonly string[] Derived =
    [
        "HostPlan.Index", "HostPlan.PatternBytes", "HostPlan.IsExact", "ClusterPlan.Index", "ClusterPlan.IsExactHost",
        "HttpRoutePlan.TotalWeight", "TlsRoutePlan.TotalWeight", "TcpRoutePlan.TotalWeight",
        "HeaderOperations.HasRequest", "HeaderOperations.HasResponse",
        "NamedMatch.NameBytes", "HttpMatch.IsPrefixMatch",
        "ConfigMap.Description", "ConfigList.Description", "ConfigScalar.Description", "ConfigScalar.AsBoolean",
    ];

    [Fact]
    public void Read_FullPlan_HasEveryValue()
    {
        var plan = FullPlan.Create();
        Assert.Equal(PlanGraph.Values(plan), PlanGraph.Values(PlanImage.Read(PlanImage.Write(plan))));
    }

    [Fact]
    public void Read_PlanWithOnePropertyChanged_HasTheChange()
    {
        var lost = new List<string>();
        var changed = new HashSet<string>();
        var seen = new HashSet<string>();
        foreach (var (path, owner) in PlanGraph.Objects(FullPlan.Create()))
            foreach (var property in PlanGraph.Properties(owner))
            {
                var name = PlanMutation.Name(owner, property);
                seen.Add(name);
                if (!Derived.Contains(name) && !changed.Contains(name) && Change(path, property) is { } carried)
                {
                    changed.Add(name);
                    if (!carried)
                        lost.Add(name);
                }
            }
        Assert.Equal([], lost);
        // Nothing was left out because the full plan lacks it, and no name in the list above is out of date.
        Assert.Equal([], seen.Except(changed).Except(Derived));
        Assert.Equal([], Derived.Except(seen));
    }

    [Fact]
    public void Properties_OfTypesCarriedAsAWhole_AreThoseTheImageKnows()
    {
        foreach (var (type, names) in PlanGraph.Wholes)
            Assert.Equal(names.Order(), type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Where(name => name != "EqualityContract").Order());
    }

    // Null when this object's value cannot be changed by itself: it is an object whose own properties are.
    private static bool? Change(string path, PropertyInfo property)
    {
        if (PlanMutation.Create(path, property) is not { } plan)
            return null;
        if (!PlanImage.TryRead(PlanImage.Write(plan), out var read, out _))
            return true;
        var expected = PlanGraph.Values(plan).Where(entry => IsAt(entry.Key, path + "." + property.Name)).ToArray();
        Assert.NotEmpty(expected);
        var actual = PlanGraph.Values(read);
        return Array.TrueForAll(expected, entry => actual.TryGetValue(entry.Key, out var text) && text == entry.Value);
    }

    private static bool IsAt(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] is '.' or '[');

}
