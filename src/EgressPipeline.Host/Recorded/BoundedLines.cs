using System.Text;

namespace EgressPipeline.Host.Recorded;

/// <summary>Lines of a text, of which only so many characters are kept: a file without line ends does not fill the memory.</summary>
internal sealed class BoundedLines(TextReader reader, int maxLength)
{
    private readonly StringBuilder _line = new();

    /// <summary>The next line without its end, cut at the bound; null at the end of the text.</summary>
    public string? Next()
    {
        _line.Clear();
        var read = reader.Read();
        if (read < 0)
            return null;
        for (; read >= 0 && read != '\n'; read = reader.Read())
            if (_line.Length < maxLength && read != '\r')
                _line.Append((char)read);
        return _line.ToString();
    }
}
