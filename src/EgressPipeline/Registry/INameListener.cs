namespace EgressPipeline.Registry;

/// <summary>Told when the addresses of a name changed.</summary>
internal interface INameListener
{
    /// <summary>One call at a time a name; reads the name's new addresses. Must not throw.</summary>
    void OnAddressesChanged();
}
