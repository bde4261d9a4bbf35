namespace EgressPipeline.Policy.Image;

/// <summary>The members of an enumeration in the order of their values.</summary>
internal static class Choices<T> where T : struct, Enum
{
#if NET
    public static readonly T[] All = Enum.GetValues<T>();
#else
    public static readonly T[] All = (T[])Enum.GetValues(typeof(T));
#endif
}
