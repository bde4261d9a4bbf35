namespace EgressPipeline.Generators.Naming;

/// <summary>The members that every generated table has. A class may not be called like one of its members.</summary>
internal static class TableMembers
{
    public const string Services = "Services";
    public const string Routes = "Routes";
    public const string Subsets = "Subsets";
    public const string Rules = "Rules";
    public const string Hash = "Hash";
    public const string Image = "Image";
    public const string Words = "Words";
    public const string FindHost = "FindHost";
    public const string Load = "Load";

    public static readonly string[] All = [Services, Routes, Subsets, Rules, Hash, Image, Words, FindHost, Load];
}
