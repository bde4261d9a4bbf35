using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CredentialInjection.Tests.Aws;

/// <summary>
/// What a service does with a signed request: builds the canonical request of what arrived, from the documentation and with other means than
/// the filter, and compares. Throws with the reason when the request is not good.
/// </summary>
internal sealed class SignatureVerifier(string secret, string region, string service)
{
    /// <summary>Verifies a request.</summary>
    /// <param name="request">Method and target as they arrived.</param>
    /// <param name="headers">The header lines as they arrived.</param>
    /// <param name="body">The body as it arrived.</param>
    /// <returns>The names that are signed.</returns>
    public string[] Verify((string Method, string Target) request, IReadOnlyList<(string Name, string Value)> headers, byte[] body)
    {
        var authorization = Single(headers, "authorization");
        var parts = authorization["AWS4-HMAC-SHA256 ".Length..].Split(", ").ToDictionary(part => part[..part.IndexOf('=')], part => part[(part.IndexOf('=') + 1)..]);
        var signed = parts["SignedHeaders"].Split(';');
        var date = Single(headers, "x-amz-date");
        var scope = $"{date[..8]}/{region}/{service}/aws4_request";
        Assert.Equal(scope, parts["Credential"][(parts["Credential"].IndexOf('/') + 1)..]);
        Assert.Contains("host", signed);
        Assert.All(headers.Where(header => header.Name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)), header => Assert.Contains(header.Name.ToLowerInvariant(), signed));

        var claimed = Single(headers, "x-amz-content-sha256");
        if (claimed.Length == 64)
            Assert.Equal(Hex(SHA256.HashData(body)), claimed);
        var lines = signed.Select(name => $"{name}:{string.Join(',', headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => Trim(header.Value)))}\n");
        var target = request.Target.Split('?', 2);
        var canonical = $"{request.Method}\n{PathOf(target[0])}\n{QueryOf(target.Length > 1 ? target[1] : "")}\n{string.Concat(lines)}\n{parts["SignedHeaders"]}\n{claimed}";
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        Assert.Equal(Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))), parts["Signature"]);
        return signed;
    }

    private string PathOf(string path)
    {
        if (service == "s3")
            return string.Join('/', Uri.UnescapeDataString(path).Split('/').Select(Escape));
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (segment == "..")
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            else if (segment != ".")
                segments.Add(Escape(segment));
        return "/" + string.Join('/', segments) + (path.EndsWith('/') && segments.Count > 0 ? "/" : "");
    }

    private static string QueryOf(string query) => string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => (parameter + (parameter.Contains('=', StringComparison.Ordinal) ? "" : "=")).Split('=', 2).Select(part => Escape(Uri.UnescapeDataString(part.Replace('+', ' ')))).ToArray())
        .OrderBy(pair => pair[0], StringComparer.Ordinal).ThenBy(pair => pair[1], StringComparer.Ordinal).Select(pair => pair[0] + "=" + pair[1]));

    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        char.IsAsciiLetterOrDigit((char)b) || "-._~".Contains((char)b, StringComparison.Ordinal) ? ((char)b).ToString() : "%" + b.ToString("X2", CultureInfo.InvariantCulture)));

    private static string Trim(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Single(IEnumerable<(string Name, string Value)> headers, string name) => headers.Single(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
