namespace EgressPipeline.Authentication;

/// <summary>Where the keys of an issuer come from. Safe for concurrent use.</summary>
internal interface IKeySource
{
    /// <summary>The keys in force, at once; null when there are none (any more).</summary>
    KeySet? Current { get; }

    /// <summary>True when asking again now may bring other keys than those in force.</summary>
    bool MayHaveOthers { get; }

    /// <summary>Asks for keys, or waits for the answer to a question under way, for a bounded time.</summary>
    /// <returns>The keys in force afterwards; null when there are none.</returns>
    ValueTask<KeySet?> AskAsync(CancellationToken cancellationToken);
}
