using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class CorsPlanImage
{
    public static void Write(ImageWriter writer, CorsPlan cors)
    {
        writer.List(cors.AllowOrigins, ByteMatchImage.Write);
        writer.Bytes(cors.AllowMethods);
        writer.Bytes(cors.AllowHeaders);
        writer.Bytes(cors.ExposeHeaders);
        writer.OptionalNumber(cors.MaxAge);
        writer.Flag(cors.AllowCredentials);
        writer.Flag(cors.AnswersUnmatched);
    }

    public static CorsPlan Read(ImageReader reader) => new()
    {
        AllowOrigins = reader.List(ByteMatchImage.Read),
        AllowMethods = reader.Bytes(),
        AllowHeaders = reader.Bytes(),
        ExposeHeaders = reader.Bytes(),
        MaxAge = reader.OptionalNumber(),
        AllowCredentials = reader.Flag(),
        AnswersUnmatched = reader.Flag(),
    };
}
