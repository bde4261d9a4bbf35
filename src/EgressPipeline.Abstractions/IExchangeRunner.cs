namespace EgressPipeline;

/// <summary>What stands behind an <see cref="ExchangeNext"/>: implemented by a host or a test kit, not by filters.</summary>
public interface IExchangeRunner
{
    /// <summary>See <see cref="ExchangeNext.CanRun"/>.</summary>
    /// <param name="level">Which of the nested filters asks.</param>
    /// <param name="epoch">Epoch of its handle.</param>
    bool CanRun(int level, int epoch);

    /// <summary>See <see cref="ExchangeNext.RunAsync"/>.</summary>
    /// <param name="level">Which of the nested filters calls.</param>
    /// <param name="epoch">Epoch of its handle.</param>
    ValueTask<ExchangeOutcome> RunAsync(int level, int epoch);
}
