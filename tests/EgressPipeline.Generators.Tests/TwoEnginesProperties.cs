using System.Text;
using CsCheck;
using EgressPipeline.Generators.Tests.Driver;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Tests.Support;
using EgressPipeline.TestKit;

namespace EgressPipeline.Generators.Tests;

/// <summary>
/// The table that the C# compiler makes of policies and the plan that the sidecar makes of the same YAML answer random calls
/// alike, reasons and places included.
/// </summary>
public sealed class TwoEnginesProperties
{
    private const int CallsPerTable = 150;
    private const int Tables = 150;

    [Fact]
    public void Decide_GeneratedTable_AgreesWithThePlanInMemory() => CheckTables(Tables);

    [Fact]
    public void Decide_GeneratedTableAtLength_AgreesWithThePlanInMemory()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        CheckTables(50 * Tables);
    }

    private static void CheckTables(int tables) => Check.Sample(RandomPolicySet.WithCalls(CallsPerTable), sample =>
    {
        var run = new PolicyProject().Add("random.yaml", sample.Set.Yaml, Uses(sample.Set.Workload)).Build();
        if (sample.Set.Compile().Plan is not { } plan)
        {
            Assert.Empty(run.Sources);
            return;
        }
        Assert.Empty(run.CompilerMessages());
        var table = run.LoadTable();
        var generated = table.Load();
        Assert.Equal(plan.Hash, table.Hash);
        Assert.Equal(plan.Hash, generated.Hash);
        foreach (var call in sample.Calls)
        {
            Assert.Equal(DecisionText.Of(plan, call), DecisionText.Of(generated, call));
            var host = Encoding.UTF8.GetBytes(call.Host);
            Assert.Equal(plan.HostIndex.Find(host), table.FindHost(host));
        }
    }, iter: tables);

    private static string Uses(WorkloadContext workload) =>
        $"|{workload.Namespace}||{workload.Unregistered.ToString().ToLowerInvariant()}|{string.Join(',', workload.Labels.Select(label => label.Key + "=" + label.Value))}";
}
