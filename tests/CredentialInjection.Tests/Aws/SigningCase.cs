using System.Text;
using System.Text.Json;
using CredentialInjection.Aws;

namespace CredentialInjection.Tests.Aws;

/// <summary>One case of the published AWS Signature V4 suite: a folder with a request, its context and what must come out.</summary>
internal sealed class SigningCase
{
    private readonly string _folder;
    private readonly JsonElement _context;

    public SigningCase(string folder)
    {
        _folder = folder;
        _context = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "context.json"))).RootElement;
        var text = File.ReadAllBytes(Path.Combine(folder, "request.txt"));
        var end = text.AsSpan().IndexOf("\n\n"u8);
        Body = end < 0 ? [] : text[(end + 2)..];
        var lines = Unfold(Encoding.Latin1.GetString(text, 0, end < 0 ? text.Length : end)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // Targets of the suite have raw spaces, so only the outer two are separators.
        Method = lines[0][..lines[0].IndexOf(' ')];
        Target = lines[0][(Method.Length + 1)..lines[0].LastIndexOf(' ')];
        Headers = [.. lines[1..].Select(line => (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..]))];
    }

    public string Method { get; }
    public string Target { get; }
    public IReadOnlyList<(string Name, string Value)> Headers { get; }
    public byte[] Body { get; }
    public bool SignsBody => Flag("sign_body");
    public bool Normalizes => Flag("normalize");
    public string Region => Text(_context, "region");
    public string Service => Text(_context, "service");
    public DateTimeOffset Time => _context.GetProperty("timestamp").GetDateTimeOffset();

    /// <summary>A token that is sent but not signed is added after signing, so it plays no part here.</summary>
    public bool SignsToken => !Flag("omit_session_token") && Keys.SessionToken.Length > 0;

    public AwsKeys Keys
    {
        get
        {
            var credentials = _context.GetProperty("credentials");
            return new AwsKeys(Bytes("access_key_id"), Bytes("secret_access_key"), Bytes("token"));

            byte[] Bytes(string name) => Encoding.ASCII.GetBytes(credentials.TryGetProperty(name, out var value) ? value.GetString()! : "");
        }
    }

    public string Expected(string file) => File.ReadAllText(Path.Combine(_folder, file)).TrimEnd('\n');

    /// <summary>Lines that begin with white space continue the one before.</summary>
    private static string Unfold(string head) => head.Replace("\n ", "\r ", StringComparison.Ordinal);

    private bool Flag(string name) => _context.TryGetProperty(name, out var value) && value.GetBoolean();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
