namespace EgressPipeline.Host.Suggesting;

/// <summary>Gives documents names that are valid and not taken.</summary>
internal sealed class DocumentNames
{
    private const int MaxName = 253;

    private readonly HashSet<string> _taken;

    /// <param name="taken">Ids of documents that exist, <c>Kind/namespace/name</c>.</param>
    public DocumentNames(IEnumerable<string> taken) => _taken = new HashSet<string>(taken, StringComparer.Ordinal);

    public string Take(string kind, string ns, string wanted)
    {
        var stem = wanted.Length > MaxName - 10 ? wanted[..(MaxName - 10)].TrimEnd('.', '-') : wanted;
        var name = stem;
        for (var number = 2; !_taken.Add($"{kind}/{ns}/{name}"); number++)
            name = $"{stem}-{number}";
        return name;
    }
}
