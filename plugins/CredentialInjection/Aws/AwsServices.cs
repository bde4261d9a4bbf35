namespace CredentialInjection.Aws;

/// <summary>What is special about single services.</summary>
internal static class AwsServices
{
    /// <summary>How a service makes paths canonical: S3 and its kin take them as object keys.</summary>
    public static PathForm PathFormOf(string service) =>
        service is "s3" or "s3express" or "s3-outposts" or "s3-object-lambda" ? PathForm.ObjectKey : PathForm.Normalized;
}
