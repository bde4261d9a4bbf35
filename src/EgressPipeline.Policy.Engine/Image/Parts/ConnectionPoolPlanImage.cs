using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class ConnectionPoolPlanImage
{
    public static void Write(ImageWriter writer, ConnectionPoolPlan pool)
    {
        writer.Number(pool.MaxConnections);
        writer.Duration(pool.ConnectTimeout);
        writer.Duration(pool.MaxConnectionDuration);
        writer.Duration(pool.IdleTimeout);
        writer.Optional(pool.Keepalive, WriteKeepalive);
        writer.Number(pool.MaxPendingRequests);
        writer.Number(pool.MaxRequests);
        writer.Number(pool.MaxRequestsPerConnection);
        writer.Number(pool.MaxRetries);
        writer.Optional(pool.RetryBudget, WriteBudget);
    }

    public static ConnectionPoolPlan Read(ImageReader reader) => new()
    {
        MaxConnections = reader.Number(),
        ConnectTimeout = reader.Duration(),
        MaxConnectionDuration = reader.Duration(),
        IdleTimeout = reader.Duration(),
        Keepalive = reader.Optional(ReadKeepalive),
        MaxPendingRequests = reader.Number(),
        MaxRequests = reader.Number(),
        MaxRequestsPerConnection = reader.Number(),
        MaxRetries = reader.Number(),
        RetryBudget = reader.Optional(ReadBudget),
    };

    private static void WriteKeepalive(ImageWriter writer, TcpKeepalivePlan keepalive)
    {
        writer.Number(keepalive.Probes);
        writer.Duration(keepalive.Time);
        writer.Duration(keepalive.Interval);
    }

    private static TcpKeepalivePlan ReadKeepalive(ImageReader reader) => new(Probes: reader.Number(), Time: reader.Duration(), Interval: reader.Duration());

    private static void WriteBudget(ImageWriter writer, RetryBudgetPlan budget)
    {
        writer.Fraction(budget.Percent);
        writer.Number(budget.MinConcurrency);
        writer.Duration(budget.Interval);
    }

    private static RetryBudgetPlan ReadBudget(ImageReader reader)
    {
        var percent = reader.Fraction();
        return percent is >= 0 and <= 100
            ? new RetryBudgetPlan(percent, MinConcurrency: reader.Number(), Interval: reader.Duration())
            : throw reader.Bad("a retry budget is no percentage");
    }
}
