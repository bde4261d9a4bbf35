using System.CommandLine;
using System.CommandLine.Parsing;
using EgressPipeline.Hosting.Settings;

namespace EgressPipeline.Host.CommandLine;

/// <summary>Says what is wrong with a command line, with what was probably meant.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Lines(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // An unknown flag also leaves its value over: one line about the flag is enough.
        var unknownFlags = parsed.UnmatchedTokens.Where(t => t.StartsWith('-')).ToArray();
        if (unknownFlags.Length > 0)
            return unknownFlags.Select(flag => $"unknown flag '{flag}'{NearestName.Hint(flag.Split('=')[0], command.Options.Select(o => o.Name))}");
        if (parsed.UnmatchedTokens.Count > 0 && command.Subcommands.Count > 0)
            return [$"unknown verb '{parsed.UnmatchedTokens[0]}'{NearestName.Hint(parsed.UnmatchedTokens[0], command.Subcommands.Select(c => c.Name))}"];
        if (parsed.UnmatchedTokens.Count > 0)
            return parsed.UnmatchedTokens.Select(token => $"'{token}' is one argument too many");
        return parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ").Replace('\t', ' ').TrimEnd('.'));
    }
}
