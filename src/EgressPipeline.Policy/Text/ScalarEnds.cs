using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Text;

/// <summary>
/// Where the keys and values of the files end. Findings carry only where they begin; the few that are made look their end
/// up here, so that no rule and no plan has to carry it.
/// </summary>
internal sealed class ScalarEnds
{
    private readonly Dictionary<string, List<Scalar>> _files = new(StringComparer.Ordinal);

    /// <summary>The list of one file, to be filled in reading order, which is ascending.</summary>
    public List<Scalar> Of(string file)
    {
        if (!_files.TryGetValue(file, out var list))
            _files.Add(file, list = []);
        return list;
    }

    /// <summary>The finding with its end, when a key or value begins at its place.</summary>
    public PolicyDiagnostic Locate(PolicyDiagnostic diagnostic)
    {
        if (!_files.TryGetValue(diagnostic.Source.File, out var scalars))
            return diagnostic;
        var index = scalars.BinarySearch(new Scalar(diagnostic.Source.Line, diagnostic.Source.Column, default));
        return index < 0 ? diagnostic : diagnostic with { End = scalars[index].End };
    }

    /// <summary>A key or value; compared by where it begins.</summary>
    internal readonly record struct Scalar(int Line, int Column, SourceEnd End) : IComparable<Scalar>
    {
        public int CompareTo(Scalar other) => Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }
}
