using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Documents named by other documents: <c>name</c> in the same namespace, or <c>namespace/name</c>.</summary>
internal static class ResourceName
{
    public static T? Find<T>(T[] documents, string name, string ns) where T : class, IPolicyRule
    {
        var full = Full(name, ns);
        return Array.Find(documents, document => FullName(document) == full);
    }

    /// <summary>The nearest name there is, as it would be written.</summary>
    public static string Suggest<T>(T[] documents, string name, string ns) where T : class, IPolicyRule =>
        Spelling.Suggest(name, documents.Select(document => document.Meta.Namespace == ns ? document.Meta.Name : FullName(document)));

    private static string FullName(IPolicyRule document) => document.Meta.Namespace + "/" + document.Meta.Name;

    private static string Full(string name, string ns) => name.IndexOf('/') >= 0 ? name : ns + "/" + name;
}
