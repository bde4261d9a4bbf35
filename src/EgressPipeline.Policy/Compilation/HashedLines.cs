using System.Security.Cryptography;
using System.Text;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// A text of quoted values that is hashed as it grows: with ten thousand hosts it has tens of megabytes, which nobody needs
/// to keep.
/// </summary>
internal sealed class HashedLines : IDisposable
{
    private const int FlushAt = 16 * 1024;

    private static readonly char[] Escaped = ['\\', '"', '\n'];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private char[] _text = new char[FlushAt * 2];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Adds one line. Quoting keeps one value with a space or line break apart from two values.</summary>
    public void Add(params object?[] parts)
    {
        foreach (var part in parts)
        {
            if (part is null)
            {
                Append("- ");
                continue;
            }
            Append("\"");
            Append(Escape(part.ToString() ?? ""));
            Append("\" ");
        }
        Append("\n");
        // Only here, where no character is cut in half.
        if (_length >= FlushAt)
            Flush();
    }

    /// <summary>The hash of all lines, in hex.</summary>
    public string Finish()
    {
        Flush();
        var hex = new StringBuilder(64);
        foreach (var part in _hash.GetHashAndReset())
            hex.Append(part.ToString("x2"));
        return hex.ToString();
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>The value in quotes, those inside it escaped.</summary>
    public static string Quote(string value) => "\"" + Escape(value) + "\"";

    private static string Escape(string value) =>
        value.IndexOfAny(Escaped) < 0 ? value : value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private void Append(string part)
    {
        if (_length + part.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + part.Length));
        part.CopyTo(0, _text, _length, part.Length);
        _length += part.Length;
    }

    private void Flush()
    {
        var size = Encoding.UTF8.GetMaxByteCount(_length);
        if (_bytes.Length < size)
            _bytes = new byte[size];
        _hash.AppendData(_bytes, 0, Encoding.UTF8.GetBytes(_text, 0, _length, _bytes, 0));
        _length = 0;
    }
}
