using System.Text;

namespace EgressPipeline.Upstream;

/// <summary>The credentials for a proxy, or why there are none. Read for every connection: a mounted secret may be replaced at any time.</summary>
/// <param name="Value">What stands in Proxy-Authorization (<c>Basic dXNlcjpwYXNz</c>); never to be logged. Empty = nothing.</param>
/// <param name="Problem">Empty unless the file cannot be used; says nothing of its content.</param>
internal readonly record struct ProxyAuthorization(string Value, string Problem)
{
    public static readonly ProxyAuthorization None = new("", "");

    private const int MaxLength = 4 * 1024;

    /// <summary>Reads a file of one line; the line's end does not count.</summary>
    public static ProxyAuthorization Read(string path)
    {
        var buffer = new byte[MaxLength + 1];
        int length;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unusable(path, "cannot be read: " + error.GetType().Name);
        }
        if (length > MaxLength)
            return Unusable(path, $"is longer than {MaxLength} bytes");
        var value = buffer.AsSpan(0, length).TrimEnd("\r\n"u8);
        if (value.IsEmpty)
            return Unusable(path, "is empty");
        return value.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Unusable(path, "is not one line of text") : new ProxyAuthorization(Encoding.ASCII.GetString(value), "");
    }

    private static ProxyAuthorization Unusable(string path, string why) => new("", $"the file of credentials {path} {why}");

    /// <summary>Says nothing: a record would print the value.</summary>
    public override string ToString() => nameof(ProxyAuthorization);
}
