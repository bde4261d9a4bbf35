using System.Text;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Tests.Conformance;

/// <summary>The fields of a kind as a table: an object a row, which of its fields work and which are refused.</summary>
internal sealed class FieldTable
{
    private readonly Dictionary<ObjectSchema, List<string>> _places = [];
    private readonly List<ObjectSchema> _order = [];
    private readonly List<SpecField> _refused = [];
    private readonly string _kind;

    public FieldTable(string kind)
    {
        _kind = kind;
        See(SpecField.Kinds[kind], kind + ".spec");
        foreach (var field in SpecField.Of(kind))
        {
            // What one object says holds wherever it stands.
            if (IsFirst(field) && field.Field.State != FieldState.Implemented)
                _refused.Add(field);
            if (!field.IsRefused && IsFirst(field) && field.Inner is { } inner)
                See(inner.Object, field.Path + inner.Marks);
        }
    }

    /// <summary>Fields that are refused as such, where they first stand.</summary>
    public IReadOnlyList<SpecField> Refused => _refused;

    /// <summary>Fields of which some values are refused, where they first stand.</summary>
    public IEnumerable<SpecField> WithRefusedValues => SpecField.Of(_kind).Where(one => !one.IsRefused && IsFirst(one) && one.RefusedValues.Any());

    public void Write(StringBuilder text)
    {
        text.Append($"### {_kind}\n\n| in | work | refused |\n|---|---|---|\n");
        foreach (var schema in _order)
        {
            var fields = schema.Fields.ToLookup(field => field.State == FieldState.Implemented, field => field.Name);
            text.Append($"| {string.Join(", ", _places[schema].Select(place => $"`{Short(place)}`"))} | {string.Join(", ", fields[true])} | {string.Join(", ", fields[false])} |\n");
        }
        text.Append('\n');
    }

    private bool IsFirst(SpecField field) => _places.TryGetValue(field.Parent, out var places) && field.Path == places[0] + "." + field.Field.Name;

    private void See(ObjectSchema schema, string path)
    {
        if (!_places.TryGetValue(schema, out var places))
        {
            _places.Add(schema, places = []);
            _order.Add(schema);
        }
        places.Add(path);
    }

    private string Short(string path) => path[(_kind.Length + 1)..];
}
