using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Tests.Conformance;

/// <summary>A field of a kind by its path: <c>VirtualService.spec.http[].match[].uri</c>.</summary>
/// <param name="Path">Lists are marked by <c>[]</c>, maps by <c>{}</c>.</param>
/// <param name="Field">What the schema says of it.</param>
/// <param name="Parent">The object that it stands in.</param>
/// <param name="IsRefused">It or a field around it is refused.</param>
internal sealed record SpecField(string Path, FieldSchema Field, ObjectSchema Parent, bool IsRefused)
{
    public static readonly IReadOnlyDictionary<string, ObjectSchema> Kinds = new SortedDictionary<string, ObjectSchema>(StringComparer.Ordinal)
    {
        ["AuthorizationPolicy"] = AuthorizationPolicySchema.Spec,
        ["DestinationRule"] = DestinationRuleSchema.Spec,
        ["RequestAuthentication"] = RequestAuthenticationSchema.Spec,
        ["ServiceEntry"] = ServiceEntrySchema.Spec,
        ["Sidecar"] = SidecarSchema.Spec,
        ["VirtualService"] = VirtualServiceSchema.Spec,
    };

    /// <summary>Every field of a kind, parents before their fields.</summary>
    public static IEnumerable<SpecField> Of(string kind) => In(kind + ".spec", Kinds[kind], false);

    /// <summary>Values of the field that are refused by themselves.</summary>
    public IEnumerable<string> RefusedValues => Field.Schema switch
    {
        ChoiceSchema choice => choice.NotYet,
        BooleanSchema { NotYet: { } value } => [value ? "true" : "false"],
        _ => [],
    };

    /// <summary>The object that the field holds, or holds many of, and the marks that its path gets; null when it holds none.</summary>
    public (ObjectSchema Object, string Marks)? Inner => InnerOf(Field.Schema, "");

    private static IEnumerable<SpecField> In(string path, ObjectSchema schema, bool isRefused)
    {
        foreach (var field in schema.Fields)
        {
            var one = new SpecField(path + "." + field.Name, field, schema, isRefused || field.State != FieldState.Implemented);
            yield return one;
            if (one.Inner is not { } inner)
                continue;
            foreach (var below in In(one.Path + inner.Marks, inner.Object, one.IsRefused))
                yield return below;
        }
    }

    private static (ObjectSchema, string)? InnerOf(ValueSchema schema, string marks) => schema switch
    {
        ObjectSchema inner => (inner, marks),
        ListSchema list => InnerOf(list.Item, marks + "[]"),
        MapSchema map => InnerOf(map.Value, marks + "{}"),
        ShortFormSchema shortForm => (shortForm.Mapping, marks),
        _ => null,
    };
}
