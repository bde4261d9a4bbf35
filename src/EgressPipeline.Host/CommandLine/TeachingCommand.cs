using System.CommandLine;

namespace EgressPipeline.Host.CommandLine;

/// <summary>A verb with the text that closes its help: how settings are found, examples, exit codes.</summary>
internal sealed class TeachingCommand(string name, string description, string closing) : Command(name, description)
{
    public string Closing { get; } = closing;
}
