using System.Globalization;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>A corsPolicy in words.</summary>
internal static class CorsText
{
    /// <summary><c>https://a.test, regex https://b.*; methods GET,POST; kept 600s; with credentials</c>.</summary>
    public static string Of(CorsPlan cors)
    {
        var text = cors.AllowOrigins.Length == 0 ? "no origin" : string.Join(", ", cors.AllowOrigins.Select(Origin));
        text += Part("methods ", cors.AllowMethods) + Part("headers ", cors.AllowHeaders) + Part("shows ", cors.ExposeHeaders);
        if (cors.MaxAge is { } age)
            text += "; kept " + age.ToString(CultureInfo.InvariantCulture) + "s";
        return text + (cors.AllowCredentials ? "; with credentials" : "") + (cors.AnswersUnmatched ? "; other preflights are not forwarded" : "");
    }

    private static string Origin(ByteMatch origin) => origin.Kind == ByteMatchKind.Exact ? origin.Text : origin.Kind.ToString().ToLowerInvariant() + " " + origin.Text;

    private static string Part(string name, byte[] value) => value.Length == 0 ? "" : "; " + name + AsciiText.Text(value);
}
