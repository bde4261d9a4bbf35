using System.Collections.Immutable;
using EgressPipeline.Generators.Model;
using EgressPipeline.Generators.Naming;
using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Generators.Inputs;

/// <summary>Sorts the files of a project into tables.</summary>
internal sealed class TableSources(ProjectFacts project)
{
    /// <summary>The class of items that name none.</summary>
    public const string DefaultClass = "Egress";

    // By name without regard to case: two files of the same name but for case cannot both be generated.
    private readonly SortedDictionary<string, Draft> _drafts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The tables by name, whatever the order of the files.</summary>
    public static ImmutableArray<TableSource> Group(ImmutableArray<PolicyInput> files, ProjectFacts project)
    {
        var sources = new TableSources(project);
        foreach (var file in files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path)))
            foreach (var use in file.Uses)
                sources.Add(file, use);
        return [.. sources._drafts.Values.Select(draft => draft.Finish())];
    }

    private void Add(PolicyInput file, TableUse use)
    {
        var name = use.Table.Length == 0 ? DefaultClass : use.Table;
        var dot = name.LastIndexOf('.');
        var ns = dot < 0 ? project.TableNamespace : name.Substring(0, dot);
        var fullName = dot < 0 && ns.Length > 0 ? ns + "." + name : name;
        if (!_drafts.TryGetValue(fullName, out var draft))
        {
            draft = new Draft(project.File, ns, name.Substring(dot + 1));
            _drafts.Add(fullName, draft);
            draft.CheckName(dot < 0 ? "" : ns);
        }
        draft.CheckSpelling(ns, name.Substring(dot + 1));
        draft.Join(use);
        draft.Add(new TableFile(RelativePath.From(project.Folder, file.Path), file.Path, file.Text));
    }

    private sealed class Draft(string projectFile, string ns, string name)
    {
        private readonly SortedDictionary<string, TableFile> _files = new(StringComparer.Ordinal);
        private readonly List<FindingSpec> _problems = [];
        private TableUse _settings = new(name, "", "", "", "");

        public void Add(TableFile file) => _files[file.ShownPath] = file;

        public void CheckName(string writtenNamespace)
        {
            if (!CSharpName.IsIdentifier(name) || !writtenNamespace.Split('.').All(part => writtenNamespace.Length == 0 || CSharpName.IsIdentifier(part)))
                Report(BuildDiagnostics.BadTableName, name, "is no C# name");
            else if (TableMembers.All.Contains(name))
                Report(BuildDiagnostics.BadTableName, name, "is the name of a member of every table");
        }

        public void CheckSpelling(string otherNamespace, string other)
        {
            if (other != name || otherNamespace != ns)
                Report(BuildDiagnostics.BadTableName, other, "differs from table '" + name + "' by case only");
        }

        public void Join(TableUse use) => _settings = new TableUse(
            name,
            Join("Namespace", _settings.Namespace, use.Namespace),
            Join("SpiffeId", _settings.SpiffeId, use.SpiffeId),
            Join("Unregistered", _settings.Unregistered, use.Unregistered),
            Join("Labels", _settings.Labels, use.Labels));

        public TableSource Finish() => new()
        {
            Namespace = ns,
            Class = name,
            Settings = _settings,
            Files = new([.. _files.Values]),
            Problems = new([.. _problems.Distinct()]),
        };

        private string Join(string setting, string known, string written)
        {
            if (known.Length > 0 && written.Length > 0 && known != written)
                Report(BuildDiagnostics.SettingsDiffer, name, setting, known, written);
            return known.Length > 0 ? known : written;
        }

        private void Report(DiagnosticDescriptor descriptor, params object[] arguments) =>
            _problems.Add(FindingSpec.At(projectFile, descriptor.Id, descriptor.Format(arguments)));
    }
}
