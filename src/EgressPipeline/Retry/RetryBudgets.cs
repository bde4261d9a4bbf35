using System.Runtime.CompilerServices;
using EgressPipeline.Clusters;

namespace EgressPipeline.Retry;

/// <summary>One <see cref="RetryBudget"/> per cluster, as long as the cluster lives. Asked only when something failed.</summary>
internal sealed class RetryBudgets
{
    private readonly ConditionalWeakTable<ClusterState, RetryBudget> _budgets = new();

    public RetryBudget For(ClusterState cluster) => _budgets.GetValue(cluster, static state => new RetryBudget(state));
}
