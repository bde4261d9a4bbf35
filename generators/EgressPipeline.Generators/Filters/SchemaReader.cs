using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Generators.Filters;

/// <summary>Makes the schema that the shared validator judges configurations by.</summary>
internal static class SchemaReader
{
    public static OptionsSchema Of(OptionsSpec? options) =>
        options is null ? OptionsSchema.None : new OptionsSchema([.. options.Options.Select(FieldOf)]);

    // No object initialisers: in a process that has Policy's newer build their setters are other ones than the compiler's.
    private static OptionField FieldOf(OptionSpec option) => new(option.Key, TypeOf(option.Value), option.IsRequired, option.IsSecret);

    private static OptionType TypeOf(OptionValueSpec value) => value.Kind switch
    {
        OptionKind.Object => OptionType.Object(Of(value.Object)),
        OptionKind.Choice => OptionType.Choice([.. value.Members.Select(member => char.ToLowerInvariant(member[0]) + member.Substring(1))]),
        OptionKind.Duration => OptionType.Duration(Span(value.MinDuration), Span(value.MaxDuration)),
        OptionKind.List or OptionKind.Map => OptionType.Bounded(value.Kind, value.Min, value.Max).Of(TypeOf(value.Item!)),
        _ => OptionType.Bounded(value.Kind, value.Min, value.Max),
    };

    private static TimeSpan? Span(long? ticks) => ticks is { } known ? TimeSpan.FromTicks(known) : null;
}
