namespace EgressPipeline.Policy.Diagnostics;

/// <summary>One finding about a policy set: what is wrong, where, and what to do about it.</summary>
/// <param name="Id">Stable id, <c>EGP0001</c> and up; the catalogue is <see cref="DiagnosticCatalogue"/>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">One sentence for the person who wrote the YAML.</param>
/// <param name="Source">The place in the YAML.</param>
public sealed record PolicyDiagnostic(string Id, Severity Severity, string Message, SourceRef Source)
{
    /// <summary>Where the key or value at the place ends, so that an editor can underline it; not known for whole blocks.</summary>
    public SourceEnd End { get; init; }

    /// <summary><c>file(line,column): error EGP0001: message</c>, the form that MSBuild and editors read.</summary>
    public override string ToString()
    {
        var place = Source.Line == 0 ? Source.File : $"{Source.File}({Source.Line},{Source.Column})";
        return $"{place}: {Severity.ToString().ToLowerInvariant()} {Id}: {Message}";
    }
}
