namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Collects findings in the order they are made. Not thread-safe: one per compilation.</summary>
public sealed class DiagnosticBag
{
    /// <summary>So many findings are kept; whoever has more has no use for the rest.</summary>
    public const int MaxItems = 10_000;

    private readonly List<PolicyDiagnostic> _items = [];

    public IReadOnlyList<PolicyDiagnostic> Items => _items;

    public bool HasErrors => ErrorCount > 0;

    /// <summary>Errors reported so far, those included that were not kept.</summary>
    public int ErrorCount { get; private set; }

    /// <summary>Adds a finding with the descriptor's severity and its message filled in.</summary>
    public void Report(DiagnosticDescriptor descriptor, SourceRef source, params object?[] arguments) =>
        Add(new PolicyDiagnostic(descriptor.Id, descriptor.Severity, descriptor.Format(arguments), source));

    public void Add(PolicyDiagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Error)
            ErrorCount++;
        if (_items.Count < MaxItems)
            _items.Add(diagnostic);
        else if (_items.Count == MaxItems)
            _items.Add(new PolicyDiagnostic(TextDiagnostics.TooManyFindings.Id, Severity.Error, TextDiagnostics.TooManyFindings.Format(MaxItems), diagnostic.Source));
    }
}
