using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Text.Inspection;
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
    private readonly string _text;
    private readonly List<ScalarEnds.Scalar> _ends;
    private readonly DiagnosticBag _bag;
    private readonly List<YamlNode> _documents = [];
    private readonly Stack<Open> _open = new();
    private SourceRef _last;

    private YamlReader(PolicyFile file, ScalarEnds ends, DiagnosticBag bag)
    {
        _path = file.Path;
        _text = file.Text;
        _ends = ends.Of(file.Path);
        _bag = bag;
        _last = new SourceRef(_path, 1, 1);
    }

    /// <summary>
    /// The documents of the file in order, empty ones left out. After an error the documents before it are returned.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="ends">Takes where its keys and values end.</param>
    /// <param name="bag">Takes what is wrong with the text.</param>
    public static IReadOnlyList<YamlNode> Read(PolicyFile file, ScalarEnds ends, DiagnosticBag bag)
    {
        // A byte order mark is no column of the first line.
        if (file.Text.Length > 0 && file.Text[0] == '\uFEFF')
            file = file with { Text = file.Text.Substring(1) };
        var reader = new YamlReader(file, ends, bag);
        if (file.Text.Length > MaxLength)
            bag.Report(TextDiagnostics.TooLarge, new SourceRef(file.Path, 0, 0), file.Text.Length, MaxLength);
        else if (ForbiddenCharacters.Find(file.Text, out var what) is var at and >= 0)
            bag.Report(TextDiagnostics.Character, TextLines.Place(file, at), what);
        else
            reader.ReadAll();
        return reader._documents;
    }

    private void ReadAll()
    {
        try
        {
            var parser = new Parser(new StringReader(_text));
            while (parser.MoveNext())
                if (parser.Current is { } current && !Accept(current))
                    return;
        }
        catch (YamlException exception)
        {
            ReportMalformed(TextDiagnostics.Syntax, Place(exception), Reason(exception));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The scanner lets InvalidOperationException and others through on malformed input; the last good event
            // is the best place there is.
            ReportMalformed(TextDiagnostics.Syntax, _last, "the text cannot be understood from here on (" + exception.Message.TrimEnd('.') + ")");
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
                return CheckProperties(mapping, source) && CheckIndentation(mapping, source) && Push(new YamlMapping(source));
            case SequenceStart sequence:
                return CheckProperties(sequence, source) && CheckIndentation(sequence, source) && Push(new YamlSequence(source));
            case MappingEnd or SequenceEnd:
                return Pop();
            case Scalar scalar:
                return CheckProperties(scalar, source) && Add(scalar, source);
            default:
                return true;
        }
    }

    private bool Add(Scalar scalar, SourceRef source)
    {
        // A block scalar's end is where the next thing begins.
        if (scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded) && scalar.End.Index > scalar.Start.Index)
            _ends.Add(new ScalarEnds.Scalar(source.Line, source.Column, new SourceEnd((int)scalar.End.Line, (int)scalar.End.Column)));
        return Add(new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, source));
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

    /// <summary>The scanner takes a tab before the first thing of a document for a blank; Kubernetes refuses it.</summary>
    private bool CheckIndentation(NodeEvent item, SourceRef source)
    {
        var at = (int)item.Start.Index;
        while (at > 0 && _text[at - 1] is ' ' or '\t')
            at--;
        if ((at > 0 && _text[at - 1] is not ('\n' or '\r')) || _text.IndexOf('\t', at, (int)item.Start.Index - at) is not (var tab and >= 0))
            return true;
        ReportMalformed(TextDiagnostics.Syntax, source with { Column = tab - at + 1 }, "a tab in the indentation");
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
            ReportMalformed(TextDiagnostics.KeyNotText, node.Source, node.Description);
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

    /// <summary>What the scanner says of template text helps nobody, so a template mark there or on the line before is named instead.</summary>
    private void ReportMalformed(DiagnosticDescriptor descriptor, SourceRef place, string what)
    {
        for (var line = place.Line; line > 0 && line >= place.Line - 1; line--)
            if (TemplateMarks.Find(TextLines.Line(_text, line), out var at) is { } mark)
            {
                _bag.Report(TextDiagnostics.Template, new SourceRef(_path, line, at + 1), mark);
                return;
            }
        _bag.Report(descriptor, place, what);
    }

    private SourceRef Place(Mark mark) => new(_path, (int)mark.Line, (int)mark.Column);

    /// <summary>
    /// Where the error begins; for an outer collection already passed, the last good place; for a tab in the
    /// indentation, which the scanner blames on what surrounds it, the tab.
    /// </summary>
    private SourceRef Place(YamlException exception)
    {
        var start = Place(exception.Start);
        if (exception.Message.Contains("tab") && FindTab(start.Line) is { } tab)
            return tab;
        return (start.Line, start.Column).CompareTo((_last.Line, _last.Column)) < 0 ? _last : WithinText(start);
    }

    /// <summary>The scanner puts what is missing at the end onto a line of its own, which a text without a last line break does not have.</summary>
    private SourceRef WithinText(SourceRef place)
    {
        var end = TextLines.Place(new PolicyFile(_path, _text), _text.Length);
        return place.Line > end.Line ? end : place;
    }

    private SourceRef? FindTab(int fromLine)
    {
        var lines = _text.Split('\n');
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
