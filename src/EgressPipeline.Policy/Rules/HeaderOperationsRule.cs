using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>Header changes of a route or destination, for requests and responses.</summary>
public sealed record HeaderOperationsRule(HeaderChangesRule Request, HeaderChangesRule Response, SourceRef Source);

/// <summary>Header changes of one direction.</summary>
public sealed record HeaderChangesRule
{
    public static readonly HeaderChangesRule None = new();

    public HeaderValueRule[] Set { get; init; } = [];
    public HeaderValueRule[] Add { get; init; } = [];
    public Located<string>[] Remove { get; init; } = [];
}

/// <summary>A header to set or add; the value may be empty.</summary>
public sealed record HeaderValueRule(Located<string> Name, string Value);
