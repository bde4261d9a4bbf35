using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text.Binding;

namespace EgressPipeline.Policy.Text;

/// <summary>Reads apiVersion, kind and metadata. Metadata is not strict: a cluster adds many fields of its own.</summary>
internal static class ResourceHeader
{
    /// <summary>The header, or null (reported) when it is not even clear what the document is.</summary>
    public static ResourceMeta? Read(YamlMapping document, DiagnosticBag bag)
    {
        var fields = new Fieldset(document);
        var apiVersion = fields.Text("apiVersion");
        var kind = fields.Text("kind");
        if (apiVersion is null || kind is null)
        {
            if (apiVersion is null)
                bag.Report(TextDiagnostics.HeaderMissing, document.Source, "apiVersion");
            if (kind is null)
                bag.Report(TextDiagnostics.HeaderMissing, document.Source, "kind");
            return null;
        }
        var metadata = fields.Child("metadata");
        var ns = metadata.Text("namespace");
        return new ResourceMeta
        {
            ApiVersion = apiVersion.Value,
            Kind = kind.Value,
            Name = metadata.Text("name").TextOrEmpty(),
            Namespace = string.IsNullOrEmpty(ns?.Value) ? ResourceMeta.DefaultNamespace : ns!.Value,
            Labels = metadata.TextMap("labels"),
            Annotations = metadata.TextMap("annotations"),
            Source = document.Source,
        };
    }

    /// <summary>Reports what is wrong with the metadata of a document that is compiled; of others it is nobody's business.</summary>
    public static void Check(YamlMapping document, DiagnosticBag bag)
    {
        if (document.Find("metadata") is not YamlMapping metadata)
        {
            if (document.Find("metadata") is { } node)
                bag.Report(BindingDiagnostics.WrongType, node.Source, "metadata", "a mapping", node.Description);
            bag.Report(TextDiagnostics.HeaderMissing, document.Source, "metadata.name");
            return;
        }
        var fields = new Fieldset(metadata);
        if (fields.Text("name") is not { Value.Length: > 0 } && metadata.Find("generateName") is null && metadata.Find("name") is null or YamlScalar { Kind: YamlScalarKind.Text })
            bag.Report(TextDiagnostics.HeaderMissing, metadata.Source, "metadata.name");
        CheckName(fields.Text("name"), allowDots: true, bag);
        CheckName(fields.Text("namespace"), allowDots: false, bag);
        foreach (var name in (string[])["name", "namespace"])
            if (metadata.Find(name) is { } value)
                Schemas.Fields.AnyText.Check(value, "metadata." + name, bag);
        foreach (var name in (string[])["labels", "annotations"])
            if (metadata.Find(name) is { } value)
                Schemas.Fields.TextMap.Check(value, "metadata." + name, bag);
    }

    private static void CheckName(Located<string>? name, bool allowDots, DiagnosticBag bag)
    {
        if (name is not { Value.Length: > 0 } || (allowDots ? DnsNames.IsSubdomain(name.Value) : DnsNames.IsLabel(name.Value)))
            return;
        bag.Report(TextDiagnostics.BadName, name.Source, name.Value, allowDots ? "name" : "namespace");
    }
}
