namespace EgressPipeline.Pipeline;

/// <summary>Holds the snapshot that new calls take. One writer (the policy loader), any number of readers, no lock.</summary>
internal sealed class SnapshotSource
{
    private volatile EgressSnapshot? _current;

    /// <summary>The snapshot in force; throws before the first plan was published, which is a start-up order bug.</summary>
    public EgressSnapshot Current => _current ?? throw new InvalidOperationException("no plan was published yet");

    /// <summary>
    /// The snapshot in force, with its filters entered: they are kept until the caller leaves them
    /// (<see cref="Filters.FilterSet.Leave"/>).
    /// </summary>
    public EgressSnapshot Enter()
    {
        while (true)
        {
            var snapshot = Current;
            if (snapshot.Filters.TryEnter())
                return snapshot;
            // Replaced and drained between the two: there is a newer one.
        }
    }

    public bool IsPublished => _current is not null;

    public void Publish(EgressSnapshot snapshot) => _current = snapshot;
}
