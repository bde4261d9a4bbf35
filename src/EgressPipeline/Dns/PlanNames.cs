using EgressPipeline.Dns.Messages;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Dns;

/// <summary>
/// What belongs to one plan: its own answers, the cache, and the questions under way. Answers were judged by the plan, so
/// another plan starts with none. Safe for concurrent use.
/// </summary>
internal sealed class PlanNames(EgressPlan plan, int cacheEntries)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<byte[], Task<DnsAnswer>> _underWay = new(KeyComparer.Instance);

    public EgressPlan Plan { get; } = plan;

    public LocalNames Local { get; } = new(plan);

    public AnswerCache Cache { get; } = new(cacheEntries);

    /// <summary>The question under way that equals this one, or the one that <paramref name="ask"/> begins.</summary>
    public Task<DnsAnswer> Join(byte[] key, Func<Task<DnsAnswer>> ask, out bool isJoined)
    {
        var mine = new TaskCompletionSource<DnsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            isJoined = _underWay.TryGetValue(key, out var other);
            if (isJoined)
                return other!;
            _underWay.Add(key, mine.Task);
        }
        _ = FinishAsync(key, ask, mine);
        return mine.Task;
    }

    private async Task FinishAsync(byte[] key, Func<Task<DnsAnswer>> ask, TaskCompletionSource<DnsAnswer> mine)
    {
        var answer = Refusals.Failed;
        try
        {
            answer = await ask();
        }
        finally
        {
            lock (_gate)
                _underWay.Remove(key);
            mine.SetResult(answer);
        }
    }
}
