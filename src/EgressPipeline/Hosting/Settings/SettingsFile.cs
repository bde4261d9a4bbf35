using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EgressPipeline.Hosting.Settings;

/// <summary>
/// Reads a settings file, YAML or JSON: one mapping from setting names to a value, a list of values, or (labels) a
/// mapping. Strict: everything unknown, doubled or of another shape is a problem with its line.
/// </summary>
internal sealed class SettingsFile
{
    private readonly string _path;
    private readonly Dictionary<string, SettingsFileEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    private SettingsFile(string path) => _path = path;

    /// <summary>What the file sets, by setting name.</summary>
    public IReadOnlyDictionary<string, SettingsFileEntry> Entries => _entries;

    public static SettingsFile Read(string path, List<string> problems)
    {
        var file = new SettingsFile(path);
        if (SmallFile.TryRead(path, out var text, out var problem))
            file.Parse(text);
        else
            file._problems.Add("--settings: " + problem);
        problems.AddRange(file._problems);
        return file;
    }

    private void Parse(string text)
    {
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return;
            parser.Consume<DocumentStart>();
            if (parser.TryConsume<MappingStart>(out _))
                ReadEntries(parser);
            else if (!(parser.TryConsume<Scalar>(out var scalar) && scalar.Value.Length == 0))
                _problems.Add($"{_path}: a settings file is one mapping, such as 'drain: 10s'");
        }
        // The scanner throws other things than YamlException for some broken inputs.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _problems.Add($"{_path}{(e is YamlException y ? ":" + y.Start.Line : "")}: is neither YAML nor JSON: {e.Message}");
        }
    }

    private void ReadEntries(Parser parser)
    {
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                _problems.Add($"{_path}:{parser.Current?.Start.Line}: a setting's name is plain text");
                return;
            }
            var entry = ReadEntry(parser, key);
            if (SettingCatalogue.Find(key.Value) is null)
                _problems.Add($"{_path}:{key.Start.Line}: unknown setting '{key.Value}'{NearestName.Hint(key.Value, SettingCatalogue.All.Select(s => s.Name))}");
            else if (entry is not null && !_entries.TryAdd(key.Value, entry))
                _problems.Add($"{_path}:{key.Start.Line}: '{key.Value}' is set twice");
        }
    }

    private SettingsFileEntry? ReadEntry(Parser parser, Scalar key)
    {
        var values = new List<string>();
        var where = $"{_path}:{key.Start.Line}: {key.Value}";
        if (parser.TryConsume<Scalar>(out var scalar))
            values.Add(scalar.Value);
        else if (!(parser.Accept<SequenceStart>(out _) ? TryList(parser, values) : TryMap(parser, values)))
            _problems.Add($"{where}: write one value or a plain list of values");
        else if (values.Count == 0)
            _problems.Add($"{where}: the list is empty; leave the setting out for its default");
        else if (SettingCatalogue.Find(key.Value) is { IsRepeatable: false })
            _problems.Add($"{where}: takes one value, not a list");
        return values.Count == 0 ? null : new SettingsFileEntry(where, values);
    }

    private static bool TryList(Parser parser, List<string> values)
    {
        var plain = true;
        parser.Consume<SequenceStart>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var item))
                values.Add(item.Value);
            else
                plain = Skip(parser);
        }
        return plain;
    }

    private static bool TryMap(Parser parser, List<string> values)
    {
        if (!parser.TryConsume<MappingStart>(out _))
            return Skip(parser);
        var plain = true;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.TryConsume<Scalar>(out var key) && parser.TryConsume<Scalar>(out var value))
                values.Add(key.Value + "=" + value.Value);
            else
                plain = Skip(parser);
        }
        return plain;
    }

    private static bool Skip(Parser parser)
    {
        parser.SkipThisAndNestedEvents();
        return false;
    }
}

/// <summary>One setting as the file has it.</summary>
/// <param name="Where"><c>file:line: name</c>, the start of a complaint.</param>
internal sealed record SettingsFileEntry(string Where, IReadOnlyList<string> Values);
