using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of PolicyTest.spec.</summary>
internal static class PolicyTestSchema
{
    public const string Refused = "refused";
    public const string DefaultRetries = "default";
    public const int MaxCases = 10_000;

    private static readonly ValueSchema Status = new IntegerSchema(100, 599);
    private static readonly ValueSchema ZeroOrMore = new DurationSchema(allowZero: true);

    private static readonly ValueSchema Caller = new ShortFormSchema(AnyText, Object(
        Field("principal", AnyText), Field("namespace", AnyText), Field("labels", TextMap), Field("ip", AnyText), Field("uid", NaturalNumber), Field("process", AnyText)));

    private static readonly ValueSchema Call = new ShortFormSchema(AnyText, new ObjectSchema(
        [
            Field("method", AnyText), Field("url", AnyText), Field("headers", TextMap),
            Field("connect", AnyText), Field("sni", AnyText), Field("tcp", AnyText), Field("destination", AnyText),
            Field("requestPrincipal", AnyText), Field("claims", new FreeMapSchema()),
        ],
        ["url", "connect", "sni", "tcp"], ["method", "connect", "sni", "tcp"]));

    private static readonly ValueSchema Verdict = new ChoiceSchema(["allowed", "denied", "unregistered", "no-route", Refused]);

    private static readonly ValueSchema Retries = new ShortFormSchema(
        new NumberOrWordSchema(new IntegerSchema(0, int.MaxValue), DefaultRetries),
        Object(Field("attempts", new IntegerSchema(0, int.MaxValue)), Field("retryOn", AnyText), Field("perTryTimeout", ZeroOrMore)));

    private static readonly ValueSchema Expectation = new ShortFormSchema(Verdict, Object(
        Field("verdict", Verdict),
        Field("reason", new ChoiceSchema([.. Explaining.ReasonText.ByName.Keys])),
        Field("by", AnyText),
        Field("audit", AnyText),
        Field("service", AnyText),
        Field("route", AnyText),
        Field("subset", AnyText),
        Field("cluster", AnyText),
        Field("weights", new MapSchema(new IntegerSchema(0, int.MaxValue))),
        Field("endpoints", Texts),
        Field("retries", Retries),
        Field("timeout", ZeroOrMore),
        Field("tls", new ChoiceSchema(["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"])),
        Field("serverName", AnyText),
        Field("path", AnyText),
        Field("authority", AnyText),
        Field("redirect", new ShortFormSchema(Status, Object(Field("code", Status), Field("location", AnyText)))),
        Field("directResponse", new ShortFormSchema(Status, Object(Field("status", Status), Field("body", AnyText))))));

    private static readonly ValueSchema Case = Object(
        Field("name", new TextSchema(200)), Required("call", Call), Field("from", Caller), Required("expect", Expectation));

    public static readonly ObjectSchema Spec = Object(
        Field("from", Caller),
        Field("unregistered", new ChoiceSchema(["deny", "audit", "allow"])),
        Required("cases", new ListSchema(Case, minItems: 1, maxItems: MaxCases)));
}
