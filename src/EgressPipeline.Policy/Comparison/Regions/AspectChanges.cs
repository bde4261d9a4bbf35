using EgressPipeline.Policy.Comparison.Sides;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>The aspects in which two treatments differ.</summary>
internal static class AspectChanges
{
    public static List<AspectChange> Between(Treatment left, Treatment right)
    {
        var changes = new List<AspectChange>();
        foreach (var aspect in right.Aspects)
            if (Value(left, aspect.Key) is var before && before != aspect.Value && (before is not null || IsTold(aspect.Key)))
                changes.Add(new AspectChange(aspect.Key, before ?? "", aspect.Value));
        foreach (var aspect in left.Aspects)
            if (Value(right, aspect.Key) is null && IsTold(aspect.Key))
                changes.Add(new AspectChange(aspect.Key, aspect.Value, ""));
        return changes;
    }

    // Of another destination everything is another; that it is another says so.
    private static bool IsTold(string aspect) =>
        aspect is TreatmentTable.Answer or TreatmentTable.GoesTo || aspect.EndsWith(TreatmentTable.There, StringComparison.Ordinal);

    private static string? Value(Treatment treatment, string name)
    {
        foreach (var aspect in treatment.Aspects)
            if (aspect.Key == name)
                return aspect.Value;
        return null;
    }
}
