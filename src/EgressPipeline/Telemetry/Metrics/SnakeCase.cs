using System.Text;

namespace EgressPipeline.Telemetry.Metrics;

/// <summary>How enum members are printed in labels, logs and admin answers: <c>NoRoute</c> → <c>no_route</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string pascalCase)
    {
        var text = new StringBuilder(pascalCase.Length + 8);
        for (var i = 0; i < pascalCase.Length; i++)
        {
            var startsWord = char.IsUpper(pascalCase[i]) && i > 0
                && (!char.IsUpper(pascalCase[i - 1]) || (i + 1 < pascalCase.Length && char.IsLower(pascalCase[i + 1])));
            if (startsWord)
                text.Append('_');
            text.Append(char.ToLowerInvariant(pascalCase[i]));
        }
        return text.ToString();
    }
}
