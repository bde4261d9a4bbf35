using EgressPipeline.Policy;

namespace EgressPipeline.Hosting.Settings;

/// <summary>Reads workload labels: <c>k=v,k=v</c>, or the downward API's file with one <c>k="v"</c> a line.</summary>
internal static class LabelText
{
    public static bool TryRead(string text, Dictionary<string, string> labels, out string? problem) =>
        WorkloadText.TryReadLabels(text, labels, out problem);

    public static bool TryReadFile(string path, Dictionary<string, string> labels, out string? problem) =>
        SmallFile.TryRead(path, out var text, out problem) && TryRead(text, labels, out problem);
}
