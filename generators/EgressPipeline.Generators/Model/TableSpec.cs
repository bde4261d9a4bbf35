namespace EgressPipeline.Generators.Model;

/// <summary>Everything that is generated for one table. Equal specs generate equal code.</summary>
internal sealed record TableSpec
{
    /// <summary>C# namespace; empty = the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>C# name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>Of the plan.</summary>
    public required string Hash { get; init; }

    /// <summary>The plan as bytes, a multiple of 8.</summary>
    public required EquatableArray<byte> Image { get; init; }

    /// <summary>By kind and id.</summary>
    public required EquatableArray<HandleSpec> Handles { get; init; }

    public string FullName => Namespace.Length == 0 ? Class : Namespace + "." + Class;
}
