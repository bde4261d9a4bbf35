using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Runtime.Serialization.Json;

namespace EgressPipeline.Policy.Validation.Keys;

/// <summary>
/// Judges the text of a JSON Web Key Set (RFC 7517): it must hold at least one public RSA or EC key for signatures, and nothing
/// that is nobody's business. Keys of other types are left aside, as RFC 7517 asks for.
/// </summary>
internal static class JwksCheck
{
    private const int MaxDepth = 16;

    /// <summary>What RFC 7518 calls the private parts of RSA, EC and OKP keys.</summary>
    private static readonly string[] PrivateParts = ["d", "p", "q", "dp", "dq", "qi", "oth"];

    private static readonly string[] Curves = ["P-256", "P-384", "P-521"];

    /// <summary>What is wrong in one clause, or null. Never repeats a key.</summary>
    public static string? Problem(string text)
    {
        if (Read(text) is not { } root)
            return "it is no JSON";
        if (TypeOf(root) != "object" || root.Element("keys") is not { } keys || TypeOf(keys) != "array")
            return "it is no JSON object with a list 'keys'";
        string? left = null;
        var usable = 0;
        var position = 0;
        foreach (var key in keys.Elements())
        {
            if (TypeOf(key) != "object")
                return "keys[" + position + "] is no object";
            if (Array.Exists(PrivateParts, part => key.Element(part) is not null))
                return "keys[" + position + "] is a private key: take it back, whoever reads the policy can sign with it";
            if (Unusable(key) is { } why)
                left ??= "keys[" + position + "] " + why;
            else
                usable++;
            position++;
        }
        return usable > 0 ? null : "no key in it can verify a token" + (left is null ? "" : ": " + left);
    }

    private static string? Unusable(XElement key)
    {
        if (Text(key, "use") is { } use && use != "sig")
            return "is for '" + use + "', not for signatures";
        return Text(key, "kty") switch
        {
            "RSA" => IsBase64Url(Text(key, "n")) && IsBase64Url(Text(key, "e")) ? null : "lacks n or e in base64url",
            "EC" when Array.IndexOf(Curves, Text(key, "crv")) < 0 => "is on no curve of " + string.Join(", ", Curves),
            "EC" => IsBase64Url(Text(key, "x")) && IsBase64Url(Text(key, "y")) ? null : "lacks x or y in base64url",
            "oct" => "is symmetric: whoever verifies with it can sign, too",
            null => "has no type (kty)",
            var type => "is of type '" + type + "'; RSA and EC are taken",
        };
    }

    private static XElement? Read(string text)
    {
        try
        {
            using var reader = JsonReaderWriterFactory.CreateJsonReader(Encoding.UTF8.GetBytes(text), Quotas());
            return XElement.Load(reader);
        }
        catch (Exception bad) when (bad is XmlException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null; // the reader's way to say that the text is no JSON
        }
    }

    private static XmlDictionaryReaderQuotas Quotas()
    {
        var quotas = new XmlDictionaryReaderQuotas();
        XmlDictionaryReaderQuotas.Max.CopyTo(quotas);
        quotas.MaxDepth = MaxDepth;
        return quotas;
    }

    private static string TypeOf(XElement element) => element.Attribute("type")?.Value ?? "string";

    private static string? Text(XElement key, string name) => key.Element(name) is { } member && TypeOf(member) == "string" ? member.Value : null;

    private static bool IsBase64Url(string? text)
    {
        foreach (var c in text ?? "")
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_'))
                return false;
        return text is { Length: > 0 };
    }
}
