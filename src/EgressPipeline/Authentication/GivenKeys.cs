namespace EgressPipeline.Authentication;

/// <summary>Keys that the policy itself holds; null (nothing is ever verified) where they cannot be read.</summary>
internal sealed class GivenKeys(KeySet? keys) : IKeySource
{
    public KeySet? Current => keys;

    public bool MayHaveOthers => false;

    public ValueTask<KeySet?> AskAsync(CancellationToken cancellationToken) => new(keys);
}
