using System.Text;
using CsCheck;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Comparison.Text.Forms;
using EgressPipeline.Policy.Comparison.Text.Regex;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tests.Support;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>The automata say of every text what the matchers say, and every kind of text has an example.</summary>
public sealed class TextPartitionProperties
{
    private static readonly Gen<string> Part = Pick.From("a", "b", "A", "/", "/a", "/b/", "ab", ".", "x");

    private static readonly Gen<string> Path = Part.Array[0, 6].Select(parts => "/" + string.Concat(parts));

    private static readonly Gen<ByteMatch> Match = Gen.Select(Part.Array[1, 3].Select(string.Concat), Gen.Int[0, 5], (text, kind) => kind switch
    {
        0 => ByteMatch.Exact("/" + text),
        1 => ByteMatch.Prefix("/" + text),
        2 => ByteMatch.Suffix(text),
        3 => ByteMatch.Exact("/" + text, ignoreCase: true),
        4 => ByteMatch.Prefix("/" + text, ignoreCase: true),
        _ => ByteMatch.Present,
    });

    private static readonly Gen<string> Template = Pick.From("{*}", "a", "b", "{*}").Array[1, 3]
        .SelectMany(segments => Pick.From("", "/{**}", "/{**}/b").Select(rest => "/" + string.Join("/", segments) + rest));

    private static readonly Gen<string> Pattern = Expression(3);

    [Fact]
    public void Find_RandomPatterns_HasTheKindOfEveryRandomText() => Check.Sample(
        Gen.Select(Match.Array[1, 5], Template.Array[0, 2], Pattern.Array[0, 2], Path.Array[20]),
        sample =>
        {
            var (matches, templates, expressions, paths) = sample;
            var regexes = Array.ConvertAll(expressions, Compile);
            TextPattern[] patterns = [.. matches.Select(m => new MatchPattern(m)), .. templates.Select(t => new TemplatePattern(PathTemplate.Parse(t))), .. regexes.Select(r => new MatchPattern(r))];
            var kinds = TextPartition.Find(patterns, new PathForm(), [], 100_000)!;
            bool[] Judge(byte[] text) => [.. matches.Select(m => m.IsMatch(text)), .. templates.Select(t => PathTemplate.Parse(t).IsMatch(text)), .. regexes.Select(r => r.IsMatch(text))];

            foreach (var kind in kinds)
                Assert.Equal(Judge(kind.Example), Enumerable.Range(0, patterns.Length).Select(i => kind.Patterns[i]));
            foreach (var path in paths)
                if (IsNormal(path))
                    Assert.Contains(kinds, kind => Judge(Encoding.UTF8.GetBytes(path)).SequenceEqual(Judge(kind.Example)));
        }, iter: 1_000);

    [Fact]
    public void PathForm_RandomPath_IsValidExactlyWhenNormalisingKeepsIt() => Check.Sample(
        Pick.From("/", ".", "..", "a", "%2F", "%2f", "%41", "%7e", "%00", "%", "%4", "\\", "?", "#", "b", "*").Array[0, 6].Select(string.Concat),
        path =>
        {
            var bytes = Encoding.UTF8.GetBytes(path);
            var isTarget = path == "*" || (path.StartsWith('/') && !path.Contains('?', StringComparison.Ordinal) && !path.Contains('#', StringComparison.Ordinal));
            Assert.Equal(isTarget && IsNormal(path), new PathForm().IsValid(bytes));
        }, iter: 20_000);

    [Theory]
    [InlineData("/a\\b")]
    [InlineData("\\pL+")]
    [InlineData("(?m)a")]
    [InlineData("a^b")]
    [InlineData("(a$|b)c")]
    [InlineData("é")]
    [InlineData("(((a{100}){100}){100})")]
    [InlineData("[\\W]")]
    public void TryRead_BeyondThePart_IsRefused(string pattern) => Assert.False(RegexReader.TryRead(pattern, out _));

    [Theory]
    [InlineData("^/v[0-9]+/.*$")]
    [InlineData("(?i)get|post")]
    [InlineData("(?P<name>a)(?:b)?")]
    [InlineData("[[:alpha:]_-]{2,5}?")]
    [InlineData("\\x41\\.\\d\\S*")]
    [InlineData("a{,2}")]
    [InlineData("[]a]")]
    [InlineData("^(/a|^/b)$")]
    public void TryRead_UsualPattern_IsRead(string pattern) => Assert.True(RegexReader.TryRead(pattern, out _));

    private static Gen<string> Expression(int depth)
    {
        var leaf = Pick.From("a", "b", "/", ".", "[ab]", "[^a/]", "\\.", "\\w", "x");
        if (depth == 0)
            return leaf;
        var inner = Expression(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Select(inner, inner, (l, r) => l + r),
            Gen.Select(inner, inner, (l, r) => "(" + l + "|" + r + ")"),
            Gen.Select(inner, Pick.From("*", "+", "?", "{2}", "{1,3}"), (e, times) => "(" + e + ")" + times));
    }

    private static ByteMatch Compile(string pattern)
    {
        Assert.True(FullMatchRegex.TryCreate(pattern, out var regex, out var error), error);
        return ByteMatch.Regex(regex!);
    }

    private static bool IsNormal(string path)
    {
        var bytes = Encoding.UTF8.GetBytes(path);
        return PathNormalizer.IsAcceptable(bytes) && PathNormalizer.Normalize(bytes, new byte[bytes.Length + 1]).SequenceEqual(bytes);
    }
}
