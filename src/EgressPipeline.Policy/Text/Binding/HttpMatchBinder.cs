using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class HttpMatchBinder
{
    public static HttpMatchRule Bind(Fieldset fields, int position) => new()
    {
        Name = fields.Text("name"),
        Uri = Condition(fields, "uri"),
        Scheme = Condition(fields, "scheme"),
        Method = Condition(fields, "method"),
        Authority = Condition(fields, "authority"),
        Headers = Named(fields.Child("headers")),
        WithoutHeaders = Named(fields.Child("withoutHeaders")),
        QueryParams = Named(fields.Child("queryParams")),
        IgnoreUriCase = fields.Flag("ignoreUriCase"),
        Port = fields.Integer("port"),
        SourceLabels = fields.TextMap("sourceLabels"),
        SourceNamespace = fields.Text("sourceNamespace"),
        Gateways = fields.Texts("gateways"),
        StatPrefix = fields.Text("statPrefix"),
        Source = fields.Source,
    };

    public static StringMatchRule StringMatch(Fieldset fields, int position)
    {
        if (fields.Text("exact") is { } exact)
            return new StringMatchRule(StringMatchKind.Exact, exact.Value, exact.Source);
        if (fields.Text("prefix") is { } prefix)
            return new StringMatchRule(StringMatchKind.Prefix, prefix.Value, prefix.Source);
        return fields.Text("regex") is { } regex
            ? new StringMatchRule(StringMatchKind.Regex, regex.Value, regex.Source)
            : new StringMatchRule(StringMatchKind.Present, "", fields.Source);
    }

    private static StringMatchRule? Condition(Fieldset fields, string name) =>
        fields.Object(name, child => StringMatch(child, 0));

    private static NamedMatchRule[] Named(Fieldset fields)
    {
        var matches = new List<NamedMatchRule>();
        foreach (var entry in fields.Entries)
        {
            var name = new Located<string>(entry.Key.Value, entry.Key.Source);
            matches.Add(new NamedMatchRule(name, StringMatch(new Fieldset(entry.Value), 0)) { IsNull = entry.Value.IsNull });
        }
        return [.. matches];
    }
}
