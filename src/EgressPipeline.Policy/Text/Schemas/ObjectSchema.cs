using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>A mapping with known fields.</summary>
internal sealed class ObjectSchema : ValueSchema
{
    private readonly Dictionary<string, FieldSchema> _fields;
    private readonly FieldSchema[] _required;
    private readonly string[][] _exclusive;

    /// <param name="fields">The fields that exist.</param>
    /// <param name="exclusive">Groups of fields of which at most one may be written.</param>
    public ObjectSchema(FieldSchema[] fields, params string[][] exclusive)
    {
        _fields = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        _required = [.. fields.Where(f => f.IsRequired)];
        _exclusive = exclusive;
    }

    /// <summary>Every field, in no order.</summary>
    public IEnumerable<FieldSchema> Fields => _fields.Values;

    public override string Description => "a mapping";

    public override void Check(YamlNode node, string path, DiagnosticBag bag)
    {
        if (node is not YamlMapping mapping)
        {
            ReportWrongType(node, path, bag);
            return;
        }
        foreach (var entry in mapping.Entries)
            CheckEntry(entry, path, bag);
        foreach (var field in _required)
            if (mapping.Find(field.Name) is null)
                bag.Report(BindingDiagnostics.Missing, node.Source, field.Name, path);
        foreach (var group in _exclusive)
            CheckExclusive(mapping, group, path, bag);
    }

    private void CheckEntry(YamlEntry entry, string path, DiagnosticBag bag)
    {
        var name = entry.Key.Value;
        if (!_fields.TryGetValue(name, out var field))
        {
            bag.Report(BindingDiagnostics.UnknownField, entry.Key.Source, name, path, Spelling.Suggest(name, _fields.Keys));
            return;
        }
        // A null field is an absent field, as for the API server.
        if (entry.Value.IsNull)
            return;
        var fieldPath = path + "." + name;
        if (field.State == FieldState.NotYet)
            bag.Report(BindingDiagnostics.NotImplemented, entry.Key.Source, "'" + fieldPath + "'");
        else if (field.State == FieldState.Refused)
            bag.Report(BindingDiagnostics.Refused, entry.Key.Source, fieldPath, field.Reason!);
        field.Schema.Check(entry.Value, fieldPath, bag);
    }

    private static void CheckExclusive(YamlMapping mapping, string[] group, string path, DiagnosticBag bag)
    {
        YamlEntry? first = null;
        foreach (var name in group)
        {
            if (mapping.Find(name) is null)
                continue;
            if (first is not null)
            {
                bag.Report(BindingDiagnostics.Exclusive, mapping.FindEntry(name)!.Key.Source, string.Join(", ", group), path);
                return;
            }
            first = mapping.FindEntry(name);
        }
    }
}
