namespace EgressPipeline.Generators.Model;

/// <summary>A filter class as it is seen while a project is built.</summary>
internal sealed record FilterSpec
{
    /// <summary>C# name of the class, <c>global::</c> included.</summary>
    public required string Type { get; init; }

    /// <summary>As bindings name it.</summary>
    public required string Name { get; init; }

    /// <summary>C# that makes its attribute again.</summary>
    public required string Facts { get; init; }

    /// <summary>Name of its stage.</summary>
    public required string Stage { get; init; }

    /// <summary>True when it runs before routes are chosen.</summary>
    public required bool RunsBeforeRouting { get; init; }
    public required bool RequiresScope { get; init; }

    /// <summary>What its constructor takes.</summary>
    public required FilterConstructor Constructor { get; init; }

    /// <summary>Null for a filter without options.</summary>
    public OptionsSpec? Options { get; init; }

    /// <summary>Why it cannot be compiled in; null when it can.</summary>
    public FindingSpec? Problem { get; init; }
}

/// <summary>The forms of a filter's constructor.</summary>
internal enum FilterConstructor { Plain, Context, Options }
