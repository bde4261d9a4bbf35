using System.Text;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class HttpRouteBinder
{
    public static HttpRouteRule Bind(Fieldset fields, int position) => new()
    {
        Name = fields.Text("name"),
        Position = position,
        Match = fields.Objects("match", HttpMatchBinder.Bind, nullIsEmpty: true),
        Route = fields.Objects("route", Weighted),
        Redirect = fields.Object("redirect", Redirect),
        DirectResponse = fields.Object("directResponse", DirectResponse),
        Delegate = fields.Object("delegate", d => new DelegateRule(d.Text("name"), d.Text("namespace"), d.Source)),
        Rewrite = fields.Object("rewrite", Rewrite),
        Timeout = fields.Duration("timeout"),
        Retries = fields.Object("retries", Retries),
        Headers = fields.Object("headers", Headers),
        Fault = fields.Object("fault", HttpExtraBinder.Fault),
        Mirrors = HttpExtraBinder.Mirrors(fields),
        Cors = fields.Object("corsPolicy", HttpExtraBinder.Cors),
        Source = fields.Source,
    };

    public static WeightedDestinationRule Weighted(Fieldset fields, int position) => new()
    {
        Destination = CommonBinder.Destination(fields.Child("destination")),
        Weight = fields.Integer("weight"),
        Headers = fields.Object("headers", Headers),
        Source = fields.Source,
    };

    private static RedirectRule Redirect(Fieldset fields) => new()
    {
        Uri = fields.Text("uri"),
        PrefixRewrite = fields.Text("prefixRewrite"),
        Authority = fields.Text("authority"),
        Port = fields.Integer("port"),
        DerivePort = fields.Text("derivePort"),
        Scheme = fields.Text("scheme"),
        Code = fields.Integer("redirectCode"),
        Source = fields.Source,
    };

    private static DirectResponseRule DirectResponse(Fieldset fields) =>
        new(fields.Integer("status"), Body(fields.Child("body")), fields.Source);

    /// <summary>The body as bytes; <c>bytes</c> is base64 as in protobuf's JSON, and text that is no base64 is taken as it is.</summary>
    private static byte[] Body(Fieldset fields)
    {
        if (fields.Text("string") is { } text)
            return Encoding.UTF8.GetBytes(text.Value);
        if (fields.Text("bytes") is not { } bytes)
            return [];
        try
        {
            return Convert.FromBase64String(bytes.Value);
        }
        catch (FormatException)
        {
            return Encoding.UTF8.GetBytes(bytes.Value);
        }
    }

    private static RewriteRule Rewrite(Fieldset fields) => new()
    {
        Uri = fields.Text("uri"),
        Authority = fields.Text("authority"),
        RegexMatch = fields.Child("uriRegexRewrite").Text("match"),
        RegexReplacement = fields.Child("uriRegexRewrite").Text("rewrite"),
        Source = fields.Source,
    };

    private static RetryRule Retries(Fieldset fields) => new()
    {
        Attempts = fields.Integer("attempts"),
        PerTryTimeout = fields.Duration("perTryTimeout"),
        RetryOn = fields.Text("retryOn"),
        RetryRemoteLocalities = fields.OptionalFlag("retryRemoteLocalities"),
        RetryIgnorePreviousHosts = fields.OptionalFlag("retryIgnorePreviousHosts"),
        Backoff = fields.Duration("backoff"),
        Source = fields.Source,
    };

    private static HeaderOperationsRule Headers(Fieldset fields) =>
        new(Changes(fields.Child("request")), Changes(fields.Child("response")), fields.Source);

    private static HeaderChangesRule Changes(Fieldset fields) => new()
    {
        Set = Values(fields.Child("set")),
        Add = Values(fields.Child("add")),
        Remove = fields.Texts("remove"),
    };

    private static HeaderValueRule[] Values(Fieldset fields)
    {
        var values = new List<HeaderValueRule>();
        foreach (var entry in fields.Entries)
            if (entry.Value is YamlScalar { Kind: YamlScalarKind.Text } value)
                values.Add(new HeaderValueRule(new Located<string>(entry.Key.Value, entry.Key.Source), value.Value));
        return [.. values];
    }
}
