namespace EgressPipeline.Hosting.Settings;

/// <summary>Reads workload labels: <c>k=v,k=v</c>, or the downward API's file with one <c>k="v"</c> a line.</summary>
internal static class LabelText
{
    public static bool TryRead(string text, Dictionary<string, string> labels, out string? problem)
    {
        foreach (var part in text.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            if (equals <= 0)
            {
                problem = $"'{part}' is no label; write key=value";
                return false;
            }
            var key = part[..equals].TrimEnd();
            if (!labels.TryAdd(key, part[(equals + 1)..].Trim().Trim('"')))
            {
                problem = $"label '{key}' is given twice";
                return false;
            }
        }
        problem = null;
        return true;
    }

    public static bool TryReadFile(string path, Dictionary<string, string> labels, out string? problem) =>
        SmallFile.TryRead(path, out var text, out problem) && TryRead(text, labels, out problem);
}
