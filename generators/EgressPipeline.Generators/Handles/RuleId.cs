using EgressPipeline.Generators.Naming;

namespace EgressPipeline.Generators.Handles;

/// <summary>A rule id taken apart: <c>Kind/namespace/name#part[position]</c>.</summary>
internal readonly struct RuleId
{
    public RuleId(string id)
    {
        var hash = id.IndexOf('#');
        Document = hash < 0 ? id : id.Substring(0, hash);
        var parts = Document.Split('/');
        Namespace = parts.Length == 3 ? parts[1] : "";
        Name = parts[parts.Length - 1];
        Part = hash < 0 ? "" : id.Substring(hash + 1);
    }

    /// <summary><c>Kind/namespace/name</c>.</summary>
    public string Document { get; }
    public string Namespace { get; }
    public string Name { get; }

    /// <summary><c>namespace/name</c>.</summary>
    public string QualifiedName => Namespace + "/" + Name;

    /// <summary><c>http[0]</c>; empty for the document itself.</summary>
    public string Part { get; }

    /// <summary>The number in <see cref="Part"/>, or -1.</summary>
    public int Position
    {
        get
        {
            var open = Part.IndexOf('[');
            return open >= 0 && int.TryParse(Part.Substring(open + 1).TrimEnd(']'), out var position) ? position : -1;
        }
    }

    public NamedThing ToNamedThing() => new(Name, Namespace, Document);
}
