using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>A value of <c>requestPrincipals</c>: <c>issuer/subject</c>, parted at the last slash since issuers are URLs. Immutable.</summary>
public sealed class RequestPrincipalMatch
{
    private RequestPrincipalMatch(string text, ByteMatch issuer, ByteMatch subject) => (Text, Issuer, Subject) = (text, issuer, subject);

    /// <summary>As written.</summary>
    public string Text { get; }

    internal ByteMatch Issuer { get; }

    internal ByteMatch Subject { get; }

    /// <summary>
    /// Takes a value apart. An asterisk at its beginning is one of the issuer (of the subject where there is no slash), one at its
    /// end one of the subject (of the issuer where there is no slash), as Istio reads it.
    /// </summary>
    public static RequestPrincipalMatch Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var issuer = slash < 0 ? text : text.Substring(0, slash);
        var subject = slash < 0 ? "" : text.Substring(slash + 1);
        if (text == "*")
            return new(text, ByteMatch.Present, ByteMatch.Present);
        if (text.StartsWith("*", StringComparison.Ordinal))
            return slash < 0 ? new(text, ByteMatch.Present, ByteMatch.Suffix(text.Substring(1))) : new(text, issuer == "*" ? ByteMatch.Present : ByteMatch.Suffix(Head(issuer)), ByteMatch.Exact(subject));
        if (!text.EndsWith("*", StringComparison.Ordinal))
            return new(text, ByteMatch.Exact(issuer), ByteMatch.Exact(subject));
        return slash < 0
            ? new(text, ByteMatch.Prefix(text.Substring(0, text.Length - 1)), ByteMatch.Present)
            : new(text, ByteMatch.Exact(issuer), subject == "*" ? ByteMatch.Present : ByteMatch.Prefix(subject.Substring(0, subject.Length - 1)));
    }

    // "*/x" has an issuer of one asterisk; "*x/y" one that begins with it.
    private static string Head(string issuer) => issuer.StartsWith("*", StringComparison.Ordinal) ? issuer.Substring(1) : issuer;
}
