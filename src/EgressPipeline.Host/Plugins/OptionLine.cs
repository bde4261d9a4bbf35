using System.Globalization;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Host.Plugins;

/// <summary>One option as it is listed; options within lists and objects have lines of their own.</summary>
/// <param name="Path">As it stands under <c>config</c>: <c>limits[].requests</c>.</param>
/// <param name="Type">Type, bounds, whether it is required, its default.</param>
/// <param name="Description">One sentence; empty when there is none.</param>
internal sealed record OptionLine(string Path, string Type, string Description)
{
    // An options class may refer to itself.
    private const int MaxDepth = 8;

    public static IEnumerable<OptionLine> All(OptionsSchema schema) => Of(schema, "", 0);

    private static IEnumerable<OptionLine> Of(OptionsSchema schema, string prefix, int depth)
    {
        foreach (var field in schema.Fields)
        {
            var path = prefix + field.Name;
            yield return new OptionLine(path, Words(field), field.Description);
            var (inner, suffix) = Inner(field.Type);
            if (inner is not null && depth < MaxDepth)
                foreach (var line in Of(inner, path + suffix + ".", depth + 1))
                    yield return line;
        }
    }

    private static (OptionsSchema? Members, string Suffix) Inner(OptionType type) => type.Kind switch
    {
        OptionKind.Object => (type.Members, ""),
        OptionKind.List => (type.Item?.Members, "[]"),
        OptionKind.Map => (type.Item?.Members, ".*"),
        _ => (null, ""),
    };

    private static string Words(OptionField field)
    {
        var words = field.Type.Description + Range(field.Type);
        if (field.IsRequired)
            words += ", required";
        if (field.IsSecret)
            words += ", secret";
        return field.Default.Length > 0 && !field.IsRequired ? $"{words} [default: {field.Default}]" : words;
    }

    private static string Range(OptionType type) => (type.Kind, type.Min, type.Max) switch
    {
        (OptionKind.Integer or OptionKind.Number, { } min, { } max) => $" from {Text(min)} to {Text(max)}",
        (OptionKind.Integer or OptionKind.Number, { } min, null) => $", at least {Text(min)}",
        (OptionKind.Integer or OptionKind.Number, null, { } max) => $", at most {Text(max)}",
        (_, _, { } max) => $", at most {Text(max)} long",
        _ => "",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
