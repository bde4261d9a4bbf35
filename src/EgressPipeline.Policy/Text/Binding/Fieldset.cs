using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

/// <summary>
/// Tolerant reading of a mapping's fields. The schema has reported whatever is wrong already, so a value of the wrong
/// type reads as if it were not written.
/// </summary>
internal readonly struct Fieldset
{
    private static readonly IReadOnlyDictionary<string, Located<string>> NoTexts = new Dictionary<string, Located<string>>();

    private readonly YamlMapping? _mapping;

    /// <param name="node">The mapping; anything else reads as an empty one.</param>
    public Fieldset(YamlNode? node)
    {
        _mapping = node as YamlMapping;
        Source = node?.Source ?? SourceRef.None;
    }

    /// <summary>Where the mapping begins.</summary>
    public SourceRef Source { get; }

    public bool Exists => _mapping is not null;

    public IReadOnlyList<YamlEntry> Entries => _mapping is null ? [] : _mapping.Entries;

    /// <summary>The value as it is, or null when it is not written.</summary>
    public YamlNode? Node(string name) => _mapping?.Find(name);

    public Fieldset Child(string name) => new(_mapping?.Find(name));

    public Located<string>? Text(string name) => AsText(_mapping?.Find(name));

    public bool Flag(string name) => OptionalFlag(name) ?? false;

    public bool? OptionalFlag(string name) =>
        _mapping?.Find(name) is YamlScalar { Kind: YamlScalarKind.Boolean } scalar ? scalar.AsBoolean : null;

    public Located<int>? Integer(string name) => AsInteger(_mapping?.Find(name));

    public Located<long>? LongInteger(string name) =>
        _mapping?.Find(name) is YamlScalar scalar && scalar.TryGetInteger(out var number) ? new Located<long>(number, scalar.Source) : null;

    public Located<double>? Number(string name) =>
        _mapping?.Find(name) is YamlScalar scalar && scalar.TryGetNumber(out var number) ? new Located<double>(number, scalar.Source) : null;

    /// <summary>A percentage message's value.</summary>
    public Located<double>? Percentage(string name) => Child(name).Number("value");

    public Located<TimeSpan>? Duration(string name) =>
        Text(name) is { } text && Policy.Text.Duration.TryParse(text.Value, out var duration, out _) ? new Located<TimeSpan>(duration, text.Source) : null;

    /// <summary>One of the words of a choice, translated; null when not written or unknown.</summary>
    public Located<T>? Choice<T>(string name, params (string Word, T Value)[] words)
    {
        if (Text(name) is not { } text)
            return null;
        foreach (var (word, value) in words)
            if (word == text.Value)
                return new Located<T>(value, text.Source);
        return null;
    }

    /// <summary>A number of bytes, plain or with a unit.</summary>
    public Located<long>? Bytes(string name) =>
        _mapping?.Find(name) is YamlScalar { Kind: YamlScalarKind.Integer or YamlScalarKind.Text } scalar && ByteQuantity.TryParse(scalar.Value, out var bytes)
            ? new Located<long>(bytes, scalar.Source)
            : null;

    public Located<int>[] Integers(string name)
    {
        var numbers = new List<Located<int>>();
        if (_mapping?.Find(name) is YamlSequence sequence)
            foreach (var item in sequence.Items)
                if (AsInteger(item) is { } number)
                    numbers.Add(number);
        return [.. numbers];
    }

    public Located<string>[] Texts(string name) => TextsOrNull(name, out _) ?? [];

    /// <summary>Like <see cref="Texts"/>, but null when the field is not written.</summary>
    public Located<string>[]? TextsOrNull(string name, out SourceRef source)
    {
        source = SourceRef.None;
        if (_mapping?.Find(name) is not YamlSequence sequence)
            return null;
        source = sequence.Source;
        var texts = new List<Located<string>>(sequence.Items.Count);
        foreach (var item in sequence.Items)
            if (AsText(item) is { } text)
                texts.Add(text);
        return [.. texts];
    }

    public IReadOnlyDictionary<string, Located<string>> TextMap(string name)
    {
        if (_mapping?.Find(name) is not YamlMapping map || map.Entries.Count == 0)
            return NoTexts;
        var texts = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
            if (AsText(entry.Value) is { } text)
                texts.Add(entry.Key.Value, text);
        return texts;
    }

    public IReadOnlyDictionary<string, Located<int>> IntegerMap(string name)
    {
        var numbers = new Dictionary<string, Located<int>>(StringComparer.Ordinal);
        foreach (var entry in Child(name).Entries)
            if (AsInteger(entry.Value) is { } number)
                numbers.Add(entry.Key.Value, number);
        return numbers;
    }

    /// <summary>The list's mappings, each bound; null items read as empty mappings when asked for.</summary>
    public T[] Objects<T>(string name, Func<Fieldset, int, T> bind, bool nullIsEmpty = false) =>
        ObjectsOrNull(name, bind, nullIsEmpty) ?? [];

    /// <summary>Like <see cref="Objects{T}"/>, but null when the field is not written.</summary>
    public T[]? ObjectsOrNull<T>(string name, Func<Fieldset, int, T> bind, bool nullIsEmpty = false)
    {
        if (_mapping?.Find(name) is not YamlSequence sequence)
            return null;
        var items = new List<T>(sequence.Items.Count);
        for (var i = 0; i < sequence.Items.Count; i++)
            if (sequence.Items[i] is YamlMapping || (nullIsEmpty && sequence.Items[i].IsNull))
                items.Add(bind(new Fieldset(sequence.Items[i]), i));
        return [.. items];
    }

    /// <summary>The mapping bound, or null when it is not written.</summary>
    public T? Object<T>(string name, Func<Fieldset, T> bind)
        where T : class
    {
        var child = Child(name);
        return child.Exists ? bind(child) : null;
    }

    private static Located<string>? AsText(YamlNode? node) =>
        node is YamlScalar { Kind: YamlScalarKind.Text } scalar ? new Located<string>(scalar.Value, scalar.Source) : null;

    private static Located<int>? AsInteger(YamlNode? node) =>
        node is YamlScalar scalar && scalar.TryGetInteger(out var number)
            ? new Located<int>((int)Math.Min(int.MaxValue, Math.Max(int.MinValue, number)), scalar.Source)
            : null;
}
