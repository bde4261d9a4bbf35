using System.Security.Cryptography;
using System.Text;

namespace EgressPipeline.Generators.Naming;

/// <summary>
/// Names the members of one generated class. The name of a member depends on those only that it would be confused with,
/// and a name is never given to something else because another thing came or went: then it is gone and the build says so.
/// </summary>
internal static class MemberName
{
    // What every class has: a member of that name would hide it.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "Equals", "ReferenceEquals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize",
    };

    /// <summary>The member of each thing, in order.</summary>
    /// <param name="things">What is named.</param>
    /// <param name="enclosing">Name of the class, which no member may have.</param>
    public static string[] Assign(IReadOnlyList<NamedThing> things, string enclosing)
    {
        var names = new string[things.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Free(CSharpName.Pascal(things[i].Name), enclosing);
        Distinguish(names, i => CSharpName.Pascal(things[i].Qualifier));
        Distinguish(names, i => ShortHash(things[i].Id));
        return names;
    }

    private static string Free(string name, string enclosing) =>
        name.Length == 0 || name == enclosing || Reserved.Contains(name) ? name + "_" : name;

    /// <summary>Appends to all of those that share a name, so that none of them keeps the bare one.</summary>
    private static void Distinguish(string[] names, Func<int, string> suffix)
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
            uses[name] = uses.TryGetValue(name, out var count) ? count + 1 : 1;
        for (var i = 0; i < names.Length; i++)
            if (uses[names[i]] > 1)
                names[i] += "_" + suffix(i);
    }

    private static string ShortHash(string id)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(id));
        return string.Concat(hash.Take(4).Select(part => part.ToString("x2")));
    }
}

/// <summary>Something that a member stands for.</summary>
/// <param name="Name">What it is called in the YAML.</param>
/// <param name="Qualifier">What tells it from another of that name: its namespace, or its position.</param>
/// <param name="Id">Its unique id.</param>
internal sealed record NamedThing(string Name, string Qualifier, string Id);
