namespace EgressPipeline.Policy.Filters;

/// <summary>
/// Which options a filter takes: made of its options class, by reflection in a running host or from source in a compiler, so that both judge
/// configurations alike.
/// </summary>
/// <param name="Fields">In the order of declaration.</param>
public sealed record OptionsSchema(OptionField[] Fields)
{
    /// <summary>Of a filter without options.</summary>
    public static readonly OptionsSchema None = new([]);

    public OptionField? Find(string name) => Array.Find(Fields, field => field.Name == name);
}
