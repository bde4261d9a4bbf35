using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using PolicyBuild;

// The table is data of this assembly: no YAML is read, and nothing is parsed before the first call.
var plan = Egress.Load();
Console.WriteLine($"policies {Egress.Hash[..12]}, {plan.Hosts.Length} hosts");
Console.WriteLine($"payments are declared at {Egress.Services.Payments.File}:{Egress.Services.Payments.Line}");

CallerIdentity.TryParse("spiffe://cluster.local/ns/shop/sa/checkout", out var checkout);
var charge = new CallFacts
{
    Kind = CallKind.Http,
    Host = "api.payments.example"u8,
    Port = 80,
    Method = "POST"u8,
    Path = "/v1/charges"u8,
    Scheme = "http"u8,
    Caller = checkout,
};
var decision = PolicyEngine.Decide(plan, charge);
Console.WriteLine($"POST /v1/charges: {decision.Reason} by {decision.Rule}, route {decision.Route?.Name}");
return decision.Rule?.Id == Egress.Rules.Callers.Rule0.Id ? 0 : 1;
