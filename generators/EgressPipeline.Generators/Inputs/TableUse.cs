using EgressPipeline.Generators.Model;

namespace EgressPipeline.Generators.Inputs;

/// <summary>
/// That a file belongs to a table, with the settings of the table as this item writes them; an empty text = not written here.
/// </summary>
/// <param name="Table">C# name of the table's class, with or without namespace; empty = the default one.</param>
/// <param name="Namespace">Kubernetes namespace of the workload.</param>
/// <param name="SpiffeId">Identity of the workload.</param>
/// <param name="Unregistered"><c>deny</c>, <c>audit</c> or <c>allow</c>.</param>
/// <param name="Labels"><c>k=v,k=v</c>.</param>
internal sealed record TableUse(string Table, string Namespace, string SpiffeId, string Unregistered, string Labels)
{
    /// <summary>Reads what <c>build/EgressPipeline.Generators.targets</c> writes. What it cuts off is missing at the end.</summary>
    public static EquatableArray<TableUse> Parse(string uses) => new(Array.ConvertAll(uses.Split('^'), ParseOne));

    private static TableUse ParseOne(string use)
    {
        var parts = use.Split('|');
        return new TableUse(Part(parts, 0), Part(parts, 1), Part(parts, 2), Part(parts, 3), Part(parts, 4));
    }

    private static string Part(string[] parts, int index) => index < parts.Length ? parts[index].Trim() : "";
}
