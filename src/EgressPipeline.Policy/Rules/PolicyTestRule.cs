using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Rules;

/// <summary>A PolicyTest as written: calls, and what the policies are expected to say about them.</summary>
public sealed record PolicyTestRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }

    /// <summary>Who calls where a case does not say so; null = nobody in particular.</summary>
    public CallerRule? From { get; init; }

    /// <summary>What undeclared destinations get where no Sidecar says so; null = deny.</summary>
    public UnregisteredMode? Unregistered { get; init; }
    public PolicyTestCaseRule[] Cases { get; init; } = [];
}

/// <summary>One call with its expectations.</summary>
public sealed record PolicyTestCaseRule
{
    public required int Position { get; init; }
    public Located<string>? Name { get; init; }
    public CallRule? Call { get; init; }

    /// <summary>Replaces the document's caller as a whole.</summary>
    public CallerRule? From { get; init; }
    public ExpectationRule? Expect { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>Who calls. The short form is the principal alone.</summary>
public sealed record CallerRule
{
    /// <summary>A SPIFFE id, with or without <c>spiffe://</c>; gives the namespace unless that is written.</summary>
    public Located<string>? Principal { get; init; }
    public Located<string>? Namespace { get; init; }
    public IReadOnlyDictionary<string, Located<string>> Labels { get; init; } = new Dictionary<string, Located<string>>();

    /// <summary>The workload's address.</summary>
    public Located<string>? Ip { get; init; }

    /// <summary>User id of the calling process.</summary>
    public Located<long>? Uid { get; init; }

    /// <summary>Absolute path of its program; not without <see cref="Uid"/>.</summary>
    public Located<string>? Process { get; init; }
    public required SourceRef Source { get; init; }
}

/// <summary>A call. The short form is one line: <c>GET http://api.example.com/v1</c>.</summary>
public sealed record CallRule
{
    public Located<string>? Line { get; init; }
    public Located<string>? Method { get; init; }
    public Located<string>? Url { get; init; }
    public IReadOnlyDictionary<string, Located<string>> Headers { get; init; } = new Dictionary<string, Located<string>>();
    public Located<string>? Connect { get; init; }
    public Located<string>? Sni { get; init; }
    public Located<string>? Tcp { get; init; }

    /// <summary><c>issuer/subject</c> of the request's verified token.</summary>
    public Located<string>? RequestPrincipal { get; init; }

    /// <summary>What the request's verified token says; null = nothing is written.</summary>
    public ConfigMap? Claims { get; init; }

    /// <summary>The original destination of an intercepted call.</summary>
    public Located<string>? Destination { get; init; }
    public required SourceRef Source { get; init; }
}
