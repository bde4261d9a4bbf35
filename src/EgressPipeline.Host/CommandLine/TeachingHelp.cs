using System.CommandLine;
using System.CommandLine.Invocation;

namespace EgressPipeline.Host.CommandLine;

/// <summary>Help that teaches: usage, flags by group with defaults, and examples that can be pasted.</summary>
internal sealed class TeachingHelp : SynchronousCommandLineAction
{
    private const int FlagColumn = 34;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return ExitCode.Fine;
    }

    /// <summary><c>egress plugins list</c>.</summary>
    public static string FullName(Command command) =>
        command is RootCommand ? "egress" : FullName(command.Parents.OfType<Command>().First()) + " " + command.Name;

    private static void Write(Command command, TextWriter output)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {FullName(command)}{Arguments(command)} [flags]");
        if (command.Subcommands.Count > 0)
            WriteVerbs(command, output);
        foreach (var argument in command.Arguments)
            WriteEntry(output, "  " + argument.HelpName, argument.Description);
        WriteFlags(command, output);
        if (command is TeachingCommand { Closing.Length: > 0 } teaching)
            output.WriteLine(Environment.NewLine + teaching.Closing);
        else if (command is RootCommand)
            output.WriteLine(Environment.NewLine + "'egress VERB --help' tells about one verb.");
    }

    private static string Arguments(Command command) =>
        command.Subcommands.Count > 0 ? " VERB" : string.Concat(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $" [{a.HelpName}]" : $" {a.HelpName}"));

    private static void WriteVerbs(Command command, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Verbs:");
        foreach (var verb in command.Subcommands)
            WriteEntry(output, "  " + verb.Name, verb.Description);
    }

    private static void WriteFlags(Command command, TextWriter output)
    {
        foreach (var group in command.Options.Where(o => !o.Hidden).GroupBy(o => o is SettingOption s ? s.Setting.Group : "Flags"))
        {
            output.WriteLine();
            output.WriteLine(group.Key + ":");
            foreach (var option in group)
                WriteEntry(output, "  " + string.Join(", ", option.Aliases.Where(a => a.Length == 2 && char.IsAsciiLetter(a[1]) && a[0] == '-').Append(option.Name)) + (option.HelpName is null ? "" : " " + option.HelpName), option.Description);
        }
    }

    private static void WriteEntry(TextWriter output, string left, string? text)
    {
        output.Write(left.PadRight(FlagColumn));
        if (left.Length >= FlagColumn)
            output.Write(Environment.NewLine + new string(' ', FlagColumn));
        var room = 120 - FlagColumn;
        var line = "";
        foreach (var word in (text ?? "").Split(' '))
        {
            if (line.Length + word.Length >= room)
            {
                output.Write(line.TrimEnd() + Environment.NewLine + new string(' ', FlagColumn));
                line = "";
            }
            line += word + " ";
        }
        output.WriteLine(line.TrimEnd());
    }
}
