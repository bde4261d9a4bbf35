using System.Text;
using EgressPipeline;
using ExternalAuthorization.Protocol;

namespace ExternalAuthorization.Verdicts;

/// <summary>Turns the authorizer's refusal into the answer that the application gets.</summary>
internal static class Denials
{
    private const string Detail = "the external authorizer refused the call";

    /// <summary>The refusal as the authorizer wrote it; where it wrote nothing, the sidecar's own.</summary>
    public static FilterResult Of(DeniedAnswer? denied)
    {
        var status = denied?.Status?.Code is >= 200 and <= 599 and var code ? code : 403;
        if (denied is null || (status >= 400 && denied.Headers.Count == 0 && denied.Body.Length == 0))
            return FilterResult.Deny(Detail, status);
        var headers = HeadersOf(denied);
        var body = status is 204 or 205 or 304 ? [] : Encoding.UTF8.GetBytes(denied.Body);
        var contentType = body.Length == 0 || headers.Exists(one => one.Name == "content-type") ? null : "text/plain";
        return FilterResult.Answer(new FilterAnswer(status, body, contentType, headers.ToArray()));
    }

    // The call is refused either way: a header that cannot be sent is left out, not made an error.
    private static List<(string Name, string Value)> HeadersOf(DeniedAnswer denied)
    {
        var headers = new List<(string Name, string Value)>();
        foreach (var change in denied.Headers)
        {
            var value = HeaderChanges.ValueOf(change);
            var name = HeaderChanges.NameOf(change);
            if (!HeaderRules.IsAllowed(name, value))
                continue;
            var text = Encoding.ASCII.GetString(name);
            if (!HeaderChanges.Adds(change))
                headers.RemoveAll(one => one.Name == text);
            headers.Add((text, Encoding.UTF8.GetString(value)));
        }
        return headers;
    }
}
