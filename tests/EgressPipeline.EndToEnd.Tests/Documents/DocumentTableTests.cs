using System.Text;
using EgressPipeline.Hosting.Settings;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Documents;

/// <summary>
/// Tables in the documents that repeat what the code says are written by the code: <c>UPDATE_GOLDEN=1</c> rewrites them,
/// and without it a table that has drifted fails.
/// </summary>
public sealed class DocumentTableTests
{
    [Fact]
    public void SettingsPage_Table_IsTheCatalogue()
    {
        var table = new StringBuilder();
        foreach (var group in SettingCatalogue.All.GroupBy(setting => setting.Group))
        {
            table.Append($"\n### {group.Key}\n\n| flag | variable | default | meaning |\n|---|---|---|---|\n");
            foreach (var setting in group)
                table.Append($"| `{setting.Flag} {setting.Placeholder.Replace("|", "\\|", StringComparison.Ordinal)}` | `{setting.Variable}` | `{setting.Default}` | {setting.Meaning} |\n");
        }

        MarkedTable.Check("docs/settings.md", "settings", table.ToString());
    }

    [Fact]
    public void OperationsPage_Statuses_AreTheErrorTable()
    {
        var table = new StringBuilder("\n| reason | status | flag | stage | meaning |\n|---|---:|---|---|---|\n");
        foreach (var reason in Enum.GetValues<EgressErrorReason>().Where(reason => reason != EgressErrorReason.None))
        {
            var row = ErrorTable.For(reason);
            table.Append($"| {reason} | {row.Status} | {ResponseFlagNames.Of(row.Flag)} | {row.Stage} | {row.Text} |\n");
        }

        MarkedTable.Check("docs/operations.md", "statuses", table.ToString());
    }
}
