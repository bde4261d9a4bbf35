using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Policy.Image.Parts;

internal static class FilterBindingPlanImage
{
    // The order of a binding may be negative, numbers of an image may not.
    private const int OrderBase = 1_000_000;

    public static void Write(ImageWriter writer, FilterBindingPlan binding)
    {
        writer.Text(binding.Name);
        RuleRefImage.Write(writer, binding.Rule);
        writer.Text(binding.Filter);
        SourceRefImage.Write(writer, binding.FilterSource);
        writer.Number(binding.Order + OrderBase);
        writer.Texts(binding.Hosts);
        writer.Texts(binding.Routes);
        writer.Optional(binding.When, static (w, rules) => w.List(rules, AuthorizationPlanImage.WriteRule));
        writer.OptionalNumber(binding.FailOpen switch { null => null, false => 0, true => 1 });
        writer.Duration(binding.Deadline);
        writer.Number(binding.Breaker.Failures);
        writer.Duration(binding.Breaker.Cooldown);
        ConfigValueImage.Write(writer, binding.Config);
    }

    public static FilterBindingPlan Read(ImageReader reader) => new()
    {
        Name = reader.Text(),
        Rule = RuleRefImage.Read(reader),
        Filter = reader.Text(),
        FilterSource = SourceRefImage.Read(reader),
        Order = reader.Number() - OrderBase,
        Hosts = reader.Texts(),
        Routes = reader.Texts(),
        When = reader.Optional(static r => r.List(AuthorizationPlanImage.ReadRule)),
        FailOpen = reader.Flag() ? reader.Flag() : null,
        Deadline = reader.Duration(),
        Breaker = new BreakerPlan(Failures: reader.Number(), Cooldown: reader.Duration()),
        Config = ConfigValueImage.ReadMap(reader),
    };
}
