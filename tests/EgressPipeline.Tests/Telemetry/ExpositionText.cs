using System.Globalization;
using System.Text.RegularExpressions;

namespace EgressPipeline.Tests.Telemetry;

/// <summary>
/// A reader of Prometheus' text format 0.0.4 that refuses what the format refuses: families apart, series twice, samples
/// before their TYPE, malformed labels, buckets that do not cumulate.
/// </summary>
internal sealed partial class ExpositionText
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, double> _samples = [];

    public static ExpositionText Parse(string text)
    {
        var result = new ExpositionText();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var family = "";
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
                family = result.StartFamily(line);
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                result.SetType(line, family);
            else
                result.AddSample(line, family);
        }
        result.CheckHistograms();
        return result;
    }

    /// <summary>Series as printed (<c>name{labels}</c>) to value.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The one sample of a name whose labels contain all the given texts.</summary>
    public double Single(string name, params string[] labels) =>
        Assert.Single(_samples, sample => NameOf(sample.Key) == name && labels.All(label => sample.Key.Contains(label, StringComparison.Ordinal))).Value;

    public int Count(string name) => _samples.Keys.Count(key => NameOf(key) == name);

    private static string NameOf(string series) => series.Split('{')[0];

    private string StartFamily(string line)
    {
        var name = line.Split(' ')[2];
        Assert.Matches("^[a-zA-Z_:][a-zA-Z0-9_:]*$", name);
        Assert.DoesNotContain(name, _types.Keys);
        return name;
    }

    private void SetType(string line, string family)
    {
        var words = line.Split(' ');
        Assert.Equal(4, words.Length);
        Assert.Equal(family, words[2]);
        Assert.Contains(words[3], new[] { "counter", "gauge", "histogram" });
        Assert.True(words[3] != "counter" || family.EndsWith("_total", StringComparison.Ordinal), family);
        _types.Add(family, words[3]);
    }

    private void AddSample(string line, string family)
    {
        var match = Sample().Match(line);
        Assert.True(match.Success, line);
        var name = match.Groups["name"].Value;
        var isPart = _types[family] == "histogram" && name.Length > family.Length && name[family.Length..] is "_bucket" or "_sum" or "_count";
        Assert.True(isPart || (name == family && _types[family] != "histogram"), line);
        var value = match.Groups["value"].Value switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number, CultureInfo.InvariantCulture),
        };
        var names = match.Groups["label"].Captures.Select(capture => capture.Value).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        _samples.Add(name + match.Groups["labels"].Value, value);
    }

    private void CheckHistograms()
    {
        foreach (var family in _types.Where(type => type.Value == "histogram").Select(type => type.Key))
            foreach (var group in _samples.Where(sample => NameOf(sample.Key) == family + "_bucket").GroupBy(sample => BucketLabel().Replace(sample.Key, "")))
            {
                var counts = group.Select(sample => sample.Value).ToArray();
                Assert.Equal(counts.Order(), counts);
                var labels = group.Key[(family.Length + "_bucket".Length)..];
                Assert.Equal(counts[^1], _samples[family + "_count" + labels]);
                Assert.Contains(family + "_sum" + labels, _samples.Keys);
                Assert.Contains("le=\"+Inf\"", group.Last().Key, StringComparison.Ordinal);
            }
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\\n]|\\[\\n"])*"(?:,(?!\})|(?=\})))*\})? (?<value>[^ ]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex(",?le=\"[^\"]*\"")]
    private static partial Regex BucketLabel();
}
