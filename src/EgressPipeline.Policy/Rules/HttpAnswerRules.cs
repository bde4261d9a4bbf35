using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>A redirect answered by the sidecar; parts not written keep what was called.</summary>
public sealed record RedirectRule
{
    public Located<string>? Uri { get; init; }
    public Located<string>? PrefixRewrite { get; init; }
    public Located<string>? Authority { get; init; }
    public Located<int>? Port { get; init; }

    /// <summary><c>FROM_PROTOCOL_DEFAULT</c> or <c>FROM_REQUEST_PORT</c>.</summary>
    public Located<string>? DerivePort { get; init; }
    public Located<string>? Scheme { get; init; }

    /// <summary>Null = 301.</summary>
    public Located<int>? Code { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>An answer the sidecar gives itself.</summary>
/// <param name="Status">200..599.</param>
/// <param name="Body">Bytes to send; empty when no body is written.</param>
/// <param name="Source">The place of the block.</param>
public sealed record DirectResponseRule(Located<int>? Status, byte[] Body, SourceRef Source);

/// <summary>Path and authority changes before forwarding.</summary>
public sealed record RewriteRule
{
    public Located<string>? Uri { get; init; }
    public Located<string>? Authority { get; init; }

    /// <summary>RE2 pattern of <c>uriRegexRewrite.match</c>.</summary>
    public Located<string>? RegexMatch { get; init; }
    public Located<string>? RegexReplacement { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>Hands the rule's calls to another VirtualService's http rules.</summary>
public sealed record DelegateRule(Located<string>? Name, Located<string>? Namespace, SourceRef Source);
