using System.Text;
using CredentialInjection.Injection;
using EgressPipeline;

namespace CredentialInjection.Options;

/// <summary>An API key or a fixed token.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>The file that holds the key and nothing else.</summary>
    [Option("The file that holds the key and nothing else.", Min = 1)]
    public required string KeyFile { get; init; }

    /// <summary>The header that carries it.</summary>
    [Option("The header that carries it.", Min = 1, Max = FieldNames.MaxNameBytes)]
    public string? Header { get; init; }

    /// <summary>The query parameter that carries it.</summary>
    [Option("The query parameter that carries it.", Min = 1, Max = FieldNames.MaxNameBytes)]
    public string? Query { get; init; }

    /// <summary>What stands before the key in the header, a space included.</summary>
    [Option("What stands before the key in the header, a space included: 'Bearer ' for example.", Max = 256)]
    public string Prefix { get; init; } = "";

    internal void Validate(string at, OptionProblems problems)
    {
        OptionRules.CheckPath(KeyFile, at + ".keyFile", problems);
        OptionRules.CheckOneOf(("header", Header), ("query", Query), at, problems);
        OptionRules.CheckVisible(Query, at + ".query", problems);
        OptionRules.CheckVisible(Prefix, at + ".prefix", problems);
        if (Header is not null && !HeaderRules.IsAllowed(Encoding.UTF8.GetBytes(Header.ToLowerInvariant()), default))
            problems.Add(at + ".header", "this is no name of a header that a filter may set");
        if (Query is not null && Prefix.Length > 0)
            problems.Add(at + ".prefix", "a prefix is for headers only");
    }
}
