using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class PolicyTestBinder
{
    public static PolicyTestRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        From = Caller(spec),
        Unregistered = spec.Choice("unregistered", ("deny", UnregisteredMode.Deny), ("audit", UnregisteredMode.Audit), ("allow", UnregisteredMode.Allow))?.Value,
        Cases = spec.Objects("cases", Case),
    };

    private static PolicyTestCaseRule Case(Fieldset fields, int position) => new()
    {
        Position = position,
        Name = fields.Text("name"),
        Call = Call(fields),
        From = Caller(fields),
        Expect = ExpectationBinder.Bind(fields),
        Source = fields.Source,
    };

    private static CallerRule? Caller(Fieldset owner) => owner.Text("from") is { } principal
        ? new CallerRule { Principal = principal, Source = principal.Source }
        : owner.Object("from", fields => new CallerRule
        {
            Principal = fields.Text("principal"),
            Namespace = fields.Text("namespace"),
            Labels = fields.TextMap("labels"),
            Ip = fields.Text("ip"),
            Uid = fields.LongInteger("uid"),
            Process = fields.Text("process"),
            Source = fields.Source,
        });

    private static CallRule? Call(Fieldset owner) => owner.Text("call") is { } line
        ? new CallRule { Line = line, Source = line.Source }
        : owner.Object("call", fields => new CallRule
        {
            Method = fields.Text("method"),
            Url = fields.Text("url"),
            Headers = fields.TextMap("headers"),
            Connect = fields.Text("connect"),
            Sni = fields.Text("sni"),
            Tcp = fields.Text("tcp"),
            Destination = fields.Text("destination"),
            RequestPrincipal = fields.Text("requestPrincipal"),
            Claims = ConfigBinder.Map(fields, "claims"),
            Source = fields.Source,
        });
}
