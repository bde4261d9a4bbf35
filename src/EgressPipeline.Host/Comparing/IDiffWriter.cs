namespace EgressPipeline.Host.Comparing;

/// <summary>Writes a comparison in one form.</summary>
internal interface IDiffWriter
{
    void Write();
}
