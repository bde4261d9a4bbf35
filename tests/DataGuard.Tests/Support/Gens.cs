using CsCheck;

namespace DataGuard.Tests.Support;

internal static class Gens
{
    /// <summary>One of some texts.</summary>
    public static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(number => texts[number]);
}
