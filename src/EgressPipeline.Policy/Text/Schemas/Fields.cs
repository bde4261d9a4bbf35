namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>The words in which the schema tables are written, and the types that several kinds share.</summary>
internal static class Fields
{
    public static readonly ValueSchema AnyText = new TextSchema();
    public static readonly ValueSchema TrueOrFalse = new BooleanSchema();
    public static readonly ValueSchema PositiveDuration = new DurationSchema();
    public static readonly ValueSchema WholeNumber = new IntegerSchema(int.MinValue, int.MaxValue);
    public static readonly ValueSchema NaturalNumber = new IntegerSchema(0, uint.MaxValue);
    public static readonly ValueSchema Port = new IntegerSchema(1, 65535);
    public static readonly ValueSchema Number = new NumberSchema(double.MinValue, double.MaxValue);
    public static readonly ValueSchema Texts = new ListSchema(AnyText);
    public static readonly ValueSchema TextMap = new MapSchema(AnyText);

    /// <summary>A percentage message: <c>value: 12.5</c>.</summary>
    public static readonly ValueSchema Percentage = Object(Field("value", Number));

    public static readonly ValueSchema PortSelector = Object(Field("number", Port));

    /// <summary>networking's workloadSelector.</summary>
    public static readonly ValueSchema LabelsSelector = Object(Field("labels", new MapSchema(new TextSchema(63), maxItems: 256)));

    /// <summary>The selector of the type and security APIs.</summary>
    public static readonly ValueSchema MatchLabelsSelector = Object(Field("matchLabels", new MapSchema(new TextSchema(63), maxItems: 4096)));

    public static FieldSchema Field(string name, ValueSchema schema) => new(name, schema, false, FieldState.Implemented);

    public static FieldSchema Required(string name, ValueSchema schema) => new(name, schema, true, FieldState.Implemented);

    public static FieldSchema NotYet(string name, ValueSchema schema) => new(name, schema, false, FieldState.NotYet);

    /// <param name="name">The field.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="reason">Why it can mean nothing here, to follow a colon.</param>
    public static FieldSchema Refused(string name, ValueSchema schema, string reason) => new(name, schema, false, FieldState.Refused, reason);

    public static ObjectSchema Object(params FieldSchema[] fields) => new(fields);

    public static ListSchema List(ValueSchema item) => new(item);
}
