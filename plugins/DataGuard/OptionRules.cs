using System.Buffers;
using System.Text;
using DataGuard.Detection;
using DataGuard.Inspection;
using DataGuard.Patterns;
using EgressPipeline;

namespace DataGuard;

/// <summary>What the types of the options cannot say.</summary>
internal static class OptionRules
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private const string NotInMask = "\"'\\%<>&";

    public static void Check(DataGuardOptions options, OptionProblems problems)
    {
        if (options.MaskWith[0] is <= ' ' or > '~' || NotInMask.Contains(options.MaskWith[0]))
            problems.Add("maskWith", $"a mask is one printable ASCII character, and none of {NotInMask}: it must not open or close a string or a tag");
        for (var i = 0; i < options.SkipContentTypes.Count; i++)
            if (!MediaTypeList.IsValid(options.SkipContentTypes[i]))
                problems.Add($"skipContentTypes[{i}]", "a media type is written image/png, or image/* for all of a kind");
        CheckDetectors(options, problems);
    }

    private static void CheckDetectors(DataGuardOptions options, OptionProblems problems)
    {
        var names = DetectorSet.BuiltInNames.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < options.Literals.Count; i++)
        {
            CheckName(options.Literals[i].Name, $"literals[{i}].name", names, problems);
            CheckTexts(options.Literals[i], $"literals[{i}].values", problems);
        }
        for (var i = 0; i < options.Patterns.Count; i++)
        {
            CheckName(options.Patterns[i].Name, $"patterns[{i}].name", names, problems);
            Try(() => DetectorSet.PatternOf(options.Patterns[i]), $"patterns[{i}].pattern", problems);
        }
    }

    private static void CheckTexts(LiteralOptions literal, string path, OptionProblems problems)
    {
        var bytes = 0;
        for (var i = 0; i < literal.Values.Count; i++)
        {
            bytes += Encoding.UTF8.GetByteCount(literal.Values[i]);
            if (literal.Values[i].Length < Fingerprint.Length)
                problems.Add($"{path}[{i}]", $"a text has at least {Fingerprint.Length} characters: shorter ones are found by chance");
        }
        if (bytes > PatternDetector.MaxLiteralBytes)
            problems.Add(path, $"the texts have {bytes} bytes together, at most {PatternDetector.MaxLiteralBytes} are possible; make several detectors");
        else if (bytes > 0)
            Try(() => DetectorSet.LiteralsOf(literal), path, problems);
    }

    private static void CheckName(string name, string path, HashSet<string> names, OptionProblems problems)
    {
        if (name.AsSpan().ContainsAnyExcept(NameCharacters) || name.StartsWith('-') || name.EndsWith('-'))
            problems.Add(path, "a name consists of lower-case letters, digits and dashes inside");
        else if (name == LabelledCounter.Other || !names.Add(name))
            problems.Add(path, $"another detector is called '{name}'");
    }

    private static void Try(Action make, string path, OptionProblems problems)
    {
        try
        {
            make();
        }
        catch (PatternException refusal)
        {
            problems.Add(path, refusal.Message);
        }
    }
}
