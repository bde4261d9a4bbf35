using System.Reflection;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Tests.Image;

/// <summary>The full plan with one property of one object changed.</summary>
internal static class PlanMutation
{
    /// <summary>Null when the object's value cannot be changed by itself: it is an object whose own properties are.</summary>
    public static EgressPlan? Create(string path, PropertyInfo property)
    {
        var plan = FullPlan.Create();
        return Change(PlanGraph.Objects(plan).First(item => item.Path == path).Owner, property) ? plan : null;
    }

    /// <summary>Gives a property of an object another value; false where it has none by itself.</summary>
    public static bool Change(object owner, PropertyInfo property)
    {
        var (isPossible, value) = Other(property, property.GetValue(owner));
        var field = property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);
        if (!isPossible || field is null)
            return false;
        field.SetValue(owner, value);
        return true;
    }

    /// <summary>Type and property; clauses by the kind of clause.</summary>
    public static string Name(object owner, PropertyInfo property) =>
        (property.DeclaringType == typeof(AuthorizationClause) ? owner.GetType() : property.DeclaringType!).Name + "." + property.Name;

    private static (bool IsPossible, object? Value) Other(PropertyInfo property, object? value) => value switch
    {
        null => (false, null),
        int number => (true, number + 1),
        long number => (true, number + 1),
        bool flag => (true, !flag),
        double fraction => (true, fraction + 1),
        string text => (true, text + "~"),
        TimeSpan duration => (true, duration + TimeSpan.FromTicks(1)),
        RetryConditions conditions => (true, conditions | RetryConditions.GatewayError),
        Enum choice => (true, Enum.ToObject(property.PropertyType, ((int)(object)choice + 1) % Enum.GetValues(property.PropertyType).Length)),
        byte[] bytes => (true, (byte[])[.. bytes, 1]),
        Array { Length: > 0 } items => (true, WithoutLast(items)),
        Array => (false, null),
        CidrSet => (true, CidrSet.Empty),
        ByteMatch => (true, ByteMatch.Suffix("other", ignoreCase: true)),
        ClauseSet => (true, new ClauseSet([], Diagnostics.SourceRef.None)),
        // It is only referred to, so another one must be one of the plan.
        ClusterPlan cluster => (true, FullPlan.Create().Clusters[1 - cluster.Index]),
        HostIndex => (true, HostIndex.Build(["other.test"])),
        AddressIndex => (true, AddressIndex.Empty),
        VirtualAddressTable => (true, VirtualAddressTable.Empty),
        AuthorizationPlan => (true, AuthorizationPlan.Empty),
        Diagnostics.SourceRef => (true, new Diagnostics.SourceRef("other.yaml", 1, 1)),
        RuleRef => (true, new RuleRef("other", Diagnostics.SourceRef.None)),
        PlanCounts => (true, new PlanCounts(9, 9, 9, 9, 9, 9, 9, 9)),
        PlanWorkload => (true, PlanWorkload.Unknown),
        BreakerPlan => (true, BreakerPlan.Default),
        ConfigMap => (true, new ConfigMap([], Diagnostics.SourceRef.None)),
        ConfigValue => (true, new ConfigScalar("other", ConfigScalarKind.Text, Diagnostics.SourceRef.None)),
        HeaderOperations => (true, HeaderOperations.None),
        TlsPlan => (true, TlsPlan.None),
        ConnectionPoolPlan => (true, new ConnectionPoolPlan()),
        _ => (true, null),
    };

    private static Array WithoutLast(Array items)
    {
        var shorter = Array.CreateInstance(items.GetType().GetElementType()!, items.Length - 1);
        Array.Copy(items, shorter, shorter.Length);
        return shorter;
    }
}
