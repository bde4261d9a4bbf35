using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Handles;

/// <summary>Collects what documents declare, each thing once, and names it: a class per document, a member per thing.</summary>
/// <param name="kind">Of the handles.</param>
/// <param name="enclosing">Name of the class around the groups.</param>
internal sealed class HandleGroups(HandleKind kind, string enclosing)
{
    private readonly SortedDictionary<string, Dictionary<string, Declared>> _documents = new(StringComparer.Ordinal);

    /// <summary>Adds a thing, or a host to one that is there.</summary>
    /// <param name="rule">Id and place.</param>
    /// <param name="name">Its name within the document.</param>
    /// <param name="index">What the handle's Index shall be.</param>
    /// <param name="host">A host pattern concerned, or null.</param>
    public void Add(RuleRef rule, string name, int index, string? host)
    {
        var document = new RuleId(rule.Id).Document;
        if (!_documents.TryGetValue(document, out var things))
            _documents.Add(document, things = new(StringComparer.Ordinal));
        var key = rule.Id + "\n" + name;
        if (!things.TryGetValue(key, out var thing))
            things.Add(key, thing = new Declared(rule, name, index));
        if (host is not null)
            thing.Hosts.Add(host);
    }

    public IEnumerable<HandleSpec> Finish()
    {
        var documents = _documents.ToArray();
        var groups = MemberName.Assign(Array.ConvertAll(documents, document => new RuleId(document.Key).ToNamedThing()), enclosing);
        for (var i = 0; i < documents.Length; i++)
            foreach (var handle in Finish(groups[i], [.. documents[i].Value.Values]))
                yield return handle;
    }

    private IEnumerable<HandleSpec> Finish(string group, Declared[] things)
    {
        var members = MemberName.Assign(Array.ConvertAll(things, thing => new NamedThing(thing.Name, new RuleId(thing.Rule.Id).Part, thing.Rule.Id)), group);
        return things.Select((thing, i) => new HandleSpec
        {
            Kind = kind,
            Group = group,
            Member = members[i],
            Id = thing.Rule.Id,
            Name = thing.Name,
            Index = thing.Index,
            File = thing.Rule.Source.File,
            Line = thing.Rule.Source.Line,
            Hosts = new([.. thing.Hosts]),
        });
    }

    private sealed class Declared(RuleRef rule, string name, int index)
    {
        public RuleRef Rule => rule;
        public string Name => name;
        public int Index => index;
        public SortedSet<string> Hosts { get; } = new(StringComparer.Ordinal);
    }
}
