using System.Text;
using EgressPipeline;

namespace SamplePlugin;

/// <summary>Does to a request what its header <c>x-gate</c> asks for.</summary>
[EgressFilter("gate", "1.0.0", Stage = FilterStage.Authorize, Before = ["late-gate"],
    Capabilities = FilterCapabilities.ReadsHeaders | FilterCapabilities.MayDeny | FilterCapabilities.MayAnswer | FilterCapabilities.MayRedirect)]
public sealed class GateFilter(FilterContext<GateOptions> context) : IRequestFilter
{
    private static readonly FilterAnswer Tea = FilterAnswer.Text(418, "short and stout", ("x-from", "gate"));
    private readonly FilterDestination _elsewhere = new(context.Options.RedirectHost, context.Options.RedirectPort);

    public ValueTask<FilterResult> OnRequestAsync(EgressRequest request, CancellationToken cancellationToken)
    {
        request.Headers.TryGet("x-gate"u8, out var wish);
        return new(Encoding.ASCII.GetString(wish) switch
        {
            "deny" => FilterResult.Deny("the gate is shut"),
            "deny-429" => FilterResult.Deny("too many", 429),
            "answer" => FilterResult.Answer(Tea),
            "redirect" => FilterResult.Redirect(_elsewhere),
            _ => FilterResult.Continue,
        });
    }
}
