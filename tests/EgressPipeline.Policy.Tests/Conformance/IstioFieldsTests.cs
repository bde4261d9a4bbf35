using EgressPipeline.Policy.Tests.Validation;
using EgressPipeline.TestKit;
using YamlDotNet.RepresentationModel;

namespace EgressPipeline.Policy.Tests.Conformance;

/// <summary>The schemas know every field that Istio publishes, and no other.</summary>
public sealed class IstioFieldsTests
{
    private const string List = "tests/EgressPipeline.Policy.Tests/Conformance/istio-fields.txt";

    [Fact]
    public void Fields_OfTheSchemas_AreThoseOfIstio()
    {
        var here = SpecField.Kinds.Keys.SelectMany(SpecField.Of).Select(field => field.Path).ToHashSet();
        var istio = RepositoryDocument.Read(List).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.NotEmpty(istio);
        Assert.Equal([], istio.Except(here).Order(StringComparer.Ordinal));
        Assert.Equal([], here.Except(istio).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_OfIstiosFields_IsThatOfItsResourceDefinitions()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var file = File.OpenText(Corpus.Path("istio-crds/customresourcedefinitions.gen.yaml"));
        var yaml = new YamlStream();
        yaml.Load(file);
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var document in yaml.Documents)
        {
            var spec = (YamlMappingNode)document.RootNode["spec"];
            var kind = ((YamlScalarNode)spec["names"]["kind"]).Value!;
            if (SpecField.Kinds.ContainsKey(kind))
                foreach (var version in (YamlSequenceNode)spec["versions"])
                    Add(kind + ".spec", (YamlMappingNode)version["schema"]["openAPIV3Schema"]["properties"]["spec"], fields);
        }
        RepositoryDocument.Compare(List, string.Concat(fields.Select(field => field + "\n")));
    }

    private static void Add(string path, YamlMappingNode schema, SortedSet<string> fields)
    {
        if (Child(schema, "properties") is { } properties)
            foreach (var (name, field) in properties.Children)
            {
                fields.Add(path + "." + name);
                Add(path + "." + name, (YamlMappingNode)field, fields);
            }
        if (Child(schema, "items") is { } items)
            Add(path + "[]", items, fields);
        if (Child(schema, "additionalProperties") is { } values)
            Add(path + "{}", values, fields);
    }

    private static YamlMappingNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child as YamlMappingNode : null;
}
