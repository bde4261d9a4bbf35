using EgressPipeline.Policy.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EgressPipeline.Policy.Text;

/// <summary>
/// Turns one file's text into document trees. Works on parser events, because the parser is iterative while the
/// library's own tree builder recurses and dies of a stack overflow on deeply nested input.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>Deepest nesting that is read; policies need about fifteen.</summary>
    public const int MaxDepth = 64;

    /// <summary>Largest file, in characters.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    private readonly string _path;
    private readonly DiagnosticBag _bag;
    private readonly List<YamlNode> _documents = [];
    private readonly Stack<Open> _open = new();
    private SourceRef _last;

    private YamlReader(string path, DiagnosticBag bag)
    {
        _path = path;
        _bag = bag;
        _last = new SourceRef(path, 1, 1);
    }

    /// <summary>
    /// The documents of the file in order, empty ones left out. After an error the documents before it are returned.
    /// </summary>
    public static IReadOnlyList<YamlNode> Read(PolicyFile file, DiagnosticBag bag)
    {
        var reader = new YamlReader(file.Path, bag);
        if (file.Text.Length > MaxLength)
            bag.Report(TextDiagnostics.TooLarge, new SourceRef(file.Path, 0, 0), file.Text.Length, MaxLength);
        else if (file.Text.IndexOf('\0') is var end and >= 0)
            reader.ReportNul(file.Text, end);
        else
            reader.ReadAll(file.Text);
        return reader._documents;
    }

    /// <summary>The scanner takes a NUL for the end and would silently leave out what follows.</summary>
    private void ReportNul(string text, int at)
    {
        var lineStart = text.LastIndexOf('\n', at) + 1;
        var line = text.Take(at).Count(c => c == '\n') + 1;
        _bag.Report(TextDiagnostics.Syntax, new SourceRef(_path, line, at - lineStart + 1), "a NUL character; the file is no text, or not UTF-8");
    }

    private void ReadAll(string text)
    {
        var start = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        try
        {
            var parser = new Parser(new StringReader(start == 0 ? text : text.Substring(start)));
            while (parser.MoveNext())
                if (parser.Current is { } current && !Accept(current))
                    return;
        }
        catch (YamlException exception)
        {
            _bag.Report(TextDiagnostics.Syntax, Place(exception, text), Reason(exception));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The scanner lets InvalidOperationException and others through on malformed input; the last good event
            // is the best place there is.
            _bag.Report(TextDiagnostics.Syntax, _last, "the text cannot be understood from here on (" + exception.Message.TrimEnd('.') + ")");
        }
    }

    private bool Accept(ParsingEvent item)
    {
        var source = Place(item.Start);
        _last = source;
        switch (item)
        {
            case AnchorAlias alias:
                _bag.Report(TextDiagnostics.Forbidden, source, "alias *" + alias.Value);
                return false;
            case MappingStart mapping:
                return CheckProperties(mapping, source) && Push(new YamlMapping(source));
            case SequenceStart sequence:
                return CheckProperties(sequence, source) && Push(new YamlSequence(source));
            case MappingEnd or SequenceEnd:
                return Pop();
            case Scalar scalar:
                return CheckProperties(scalar, source) && Add(new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, source));
            default:
                return true;
        }
    }

    private bool CheckProperties(NodeEvent item, SourceRef source)
    {
        if (!item.Anchor.IsEmpty)
            _bag.Report(TextDiagnostics.Forbidden, source, "anchor &" + item.Anchor.Value);
        else if (!item.Tag.IsEmpty)
            _bag.Report(TextDiagnostics.Forbidden, source, "tag " + (item.Tag.IsNonSpecific ? "!" : item.Tag.Value));
        else
            return true;
        return false;
    }

    private bool Push(YamlNode node)
    {
        if (_open.Count >= MaxDepth)
        {
            _bag.Report(TextDiagnostics.TooDeep, node.Source, MaxDepth);
            return false;
        }
        _open.Push(new Open(node));
        return true;
    }

    private bool Pop() => Add(_open.Pop().Node);

    /// <summary>Puts a finished node where it belongs: as key or value of the open mapping, into the open list, or as document.</summary>
    private bool Add(YamlNode node)
    {
        if (_open.Count == 0)
        {
            if (!node.IsNull)
                _documents.Add(node);
            return true;
        }
        var parent = _open.Peek();
        if (parent.Node is YamlSequence sequence)
            sequence.Items.Add(node);
        else if (parent.Key is { } key)
            AddEntry(parent, key, node);
        else if (node is YamlScalar scalar)
            parent.Key = scalar;
        else
        {
            _bag.Report(TextDiagnostics.KeyNotText, node.Source, node.Description);
            return false;
        }
        return true;
    }

    private void AddEntry(Open parent, YamlScalar key, YamlNode value)
    {
        parent.Key = null;
        var mapping = (YamlMapping)parent.Node;
        if (!mapping.TryAdd(new YamlEntry(key, value)))
            _bag.Report(TextDiagnostics.DuplicateKey, key.Source, key.Value, mapping.FindEntry(key.Value)!.Key.Source.Line);
    }

    private SourceRef Place(Mark mark) => new(_path, (int)mark.Line, (int)mark.Column);

    /// <summary>
    /// Where the error begins; for an outer collection already passed, the last good place; for a tab in the
    /// indentation, which the scanner blames on what surrounds it, the tab.
    /// </summary>
    private SourceRef Place(YamlException exception, string text)
    {
        var start = Place(exception.Start);
        if (exception.Message.Contains("tab") && FindTab(text, start.Line) is { } tab)
            return tab;
        return (start.Line, start.Column).CompareTo((_last.Line, _last.Column)) < 0 ? _last : start;
    }

    private SourceRef? FindTab(string text, int fromLine)
    {
        var lines = text.Split('\n');
        for (var i = fromLine - 1; i < lines.Length; i++)
        {
            var indentation = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
            var tab = lines[i].IndexOf('\t');
            if (tab >= 0 && tab < indentation)
                return new SourceRef(_path, i + 1, tab + 1);
        }
        return null;
    }

    private static string Reason(YamlException exception)
    {
        var text = exception.InnerException?.Message ?? exception.Message;
        return text.TrimEnd('.');
    }

    /// <summary>A collection that is not closed yet, and the key that waits for its value.</summary>
    private sealed class Open(YamlNode node)
    {
        public YamlNode Node { get; } = node;
        public YamlScalar? Key { get; set; }
    }
}
