using System.Text;
using DataGuard.Detection;

namespace DataGuard.Patterns;

/// <summary>A fixed text as a pattern: its bytes in UTF-8.</summary>
internal static class LiteralNode
{
    public static PatternNode Of(string text, bool ignoreCase) =>
        new PatternNode.Sequence([.. Encoding.UTF8.GetBytes(text).Select(value => new PatternNode.Single(ClassOf(value, ignoreCase)))]);

    private static ByteClass ClassOf(byte value, bool ignoreCase) => ignoreCase ? ByteClass.Of(value).IgnoringCase() : ByteClass.Of(value);
}
