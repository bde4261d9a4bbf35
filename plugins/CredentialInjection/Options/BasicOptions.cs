using EgressPipeline;

namespace CredentialInjection.Options;

/// <summary>User name and password (RFC 7617).</summary>
public sealed class BasicOptions
{
    /// <summary>The user name.</summary>
    [Option("The user name.", Min = 1, Max = 1024)]
    public string? User { get; init; }

    /// <summary>The file that holds the user name and nothing else.</summary>
    [Option("The file that holds the user name and nothing else.", Min = 1)]
    public string? UserFile { get; init; }

    /// <summary>The file that holds the password and nothing else.</summary>
    [Option("The file that holds the password and nothing else.", Min = 1)]
    public required string PasswordFile { get; init; }

    internal void Validate(string at, OptionProblems problems)
    {
        OptionRules.CheckOneOf(("user", User), ("userFile", UserFile), at, problems);
        OptionRules.CheckPath(UserFile, at + ".userFile", problems);
        OptionRules.CheckPath(PasswordFile, at + ".passwordFile", problems);
        if (User?.Contains(':', StringComparison.Ordinal) == true)
            problems.Add(at + ".user", "the user name of Basic must not contain a colon");
    }
}
