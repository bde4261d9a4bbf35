using Microsoft.CodeAnalysis.Text;

namespace EgressPipeline.Generators.Model;

/// <summary>One finding with its place in a file, without anything of the compilation that found it.</summary>
/// <param name="Id">Of the catalogue.</param>
/// <param name="Message">As <c>egress check</c> says it.</param>
/// <param name="Path">The file as the compiler knows it; empty = no place.</param>
/// <param name="Start">Offset of the place in the text, characters.</param>
/// <param name="Length">Length of the text meant, characters.</param>
/// <param name="From">The same as a line and column, 0-based.</param>
/// <param name="To">Where it ends, 0-based.</param>
internal sealed record FindingSpec(string Id, string Message, string Path, int Start, int Length, LinePosition From, LinePosition To)
{
    /// <summary>About a file as a whole.</summary>
    public static FindingSpec At(string path, string id, string message) => new(id, message, path, 0, 0, LinePosition.Zero, LinePosition.Zero);
}
