using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>Loads a file of field cases, or skips the test when the corpus is absent.</summary>
internal static class VectorFile
{
    public static JsonElement Load(string name)
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Corpus.Path($"vectors/{name}.json")));
        return document.RootElement.Clone();
    }

    public static byte[] Input(JsonElement one, string property = "inputB64") => one.GetProperty(property).GetBytesFromBase64();
}
