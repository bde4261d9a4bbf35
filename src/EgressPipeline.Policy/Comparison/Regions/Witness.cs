using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Makes up a call that lies in a box: the most usual value of each field that the box allows.</summary>
internal static class Witness
{
    /// <summary>
    /// A call; <paramref name="isInside"/> is false when a condition that cannot be analysed keeps it from being known to
    /// lie in the box. Null when no call can: only <c>OPTIONS</c> has the path <c>*</c>.
    /// </summary>
    public static ComparedCall? Choose(ComparedCall usual, FieldClasses[] fields, Box box, out bool isInside)
    {
        var call = usual;
        for (var i = 0; i < fields.Length; i++)
            if (box[i] is { } allowed && fields[i].Find(call.Facts()) is var found && (found < 0 || !allowed[found]))
                call = Set(call, fields[i], allowed);
        if (call is { Kind: CallKind.Http, Path: FieldTexts.Asterisk })
            call = call with { Method = "OPTIONS" };
        isInside = true;
        for (var i = 0; i < fields.Length; i++)
            if (box[i] is { } allowed && (fields[i].Find(call.Facts()) is not (>= 0 and var number) || !allowed[number]))
            {
                if (fields[i].Dimension.Kind != Conditions.DimensionKind.Opaque)
                    return null;
                isInside = false;
            }
        return call;
    }

    private static ComparedCall Set(ComparedCall call, FieldClasses field, BitSet allowed)
    {
        foreach (var number in allowed.Members)
            if (field.Apply(call, number) is { } changed)
                return changed;
        return call;
    }
}
