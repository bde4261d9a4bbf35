using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class RetryPlanImage
{
    public static void Write(ImageWriter writer, RetryPlan retry)
    {
        writer.Number(retry.Attempts);
        writer.Number((int)retry.Conditions);
        writer.Numbers(retry.StatusCodes);
        writer.Duration(retry.PerTryTimeout);
        writer.Duration(retry.BackoffBase);
        writer.Flag(retry.Explicit);
        writer.Flag(retry.AvoidsTriedHosts);
        writer.Flag(retry.LeavesTriedPriorities);
        writer.Optional(retry.Rule, RuleRefImage.Write);
    }

    public static RetryPlan Read(ImageReader reader) => new()
    {
        Attempts = reader.Number(),
        Conditions = ReadConditions(reader),
        StatusCodes = reader.Numbers(),
        PerTryTimeout = reader.Duration(),
        BackoffBase = reader.Duration(),
        Explicit = reader.Flag(),
        AvoidsTriedHosts = reader.Flag(),
        LeavesTriedPriorities = reader.Flag(),
        Rule = reader.Optional(RuleRefImage.Read),
    };

    private static RetryConditions ReadConditions(ImageReader reader)
    {
        var unknown = (RetryConditions)reader.Number();
        var conditions = unknown;
        foreach (var condition in Choices<RetryConditions>.All)
            unknown &= ~condition;
        return unknown == RetryConditions.None ? conditions : throw reader.Bad("an unknown retry condition");
    }
}
