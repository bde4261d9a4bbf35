namespace EgressPipeline.Registry;

/// <summary>Asks for the addresses of a name. One question at a time a name; no caching here.</summary>
internal interface INameResolver
{
    /// <summary>Never throws; a cancelled question is a failed one.</summary>
    ValueTask<NameAnswer> ResolveAsync(string name, CancellationToken cancellationToken);
}
