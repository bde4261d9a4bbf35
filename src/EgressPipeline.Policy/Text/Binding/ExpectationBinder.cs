using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text.Schemas;

namespace EgressPipeline.Policy.Text.Binding;

internal static class ExpectationBinder
{
    public static ExpectationRule? Bind(Fieldset owner) => owner.Text("expect") is { } verdict
        ? new ExpectationRule { Verdict = verdict, Source = verdict.Source }
        : owner.Object("expect", Expectation);

    private static ExpectationRule Expectation(Fieldset fields) => new()
    {
        Verdict = fields.Text("verdict"),
        Reason = fields.Text("reason"),
        By = fields.Text("by"),
        Audit = fields.Text("audit"),
        Service = fields.Text("service"),
        Route = fields.Text("route"),
        Subset = fields.Text("subset"),
        Cluster = fields.Text("cluster"),
        Weights = fields.Child("weights").Exists ? fields.IntegerMap("weights") : null,
        Endpoints = fields.TextsOrNull("endpoints", out var endpoints),
        EndpointsSource = endpoints,
        Retries = Retries(fields),
        Timeout = fields.Duration("timeout"),
        Tls = fields.Text("tls"),
        ServerName = fields.Text("serverName"),
        Path = fields.Text("path"),
        Authority = fields.Text("authority"),
        Redirect = fields.Integer("redirect") is { } code
            ? new RedirectExpectationRule(code, null, code.Source)
            : fields.Object("redirect", r => new RedirectExpectationRule(r.Integer("code"), r.Text("location"), r.Source)),
        DirectResponse = fields.Integer("directResponse") is { } status
            ? new DirectResponseExpectationRule(status, null, status.Source)
            : fields.Object("directResponse", r => new DirectResponseExpectationRule(r.Integer("status"), r.Text("body"), r.Source)),
        Source = fields.Source,
    };

    private static RetryExpectationRule? Retries(Fieldset owner)
    {
        if (owner.Integer("retries") is { } attempts)
            return new RetryExpectationRule { Attempts = attempts, Source = attempts.Source };
        if (owner.Text("retries") is { Value: PolicyTestSchema.DefaultRetries } word)
            return new RetryExpectationRule { IsDefault = true, Source = word.Source };
        return owner.Object("retries", fields => new RetryExpectationRule
        {
            Attempts = fields.Integer("attempts"),
            RetryOn = fields.Text("retryOn"),
            PerTryTimeout = fields.Duration("perTryTimeout"),
            Source = fields.Source,
        });
    }
}
