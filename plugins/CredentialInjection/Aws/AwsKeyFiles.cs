using System.Buffers;
using System.Text;
using CredentialInjection.Options;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Aws;

/// <summary>The files of an AWS access key as one secret.</summary>
internal static class AwsKeyFiles
{
    private static readonly SearchValues<byte> IdBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    public static MountedSecret<AwsKeys> Mount(AwsSignatureOptions options, FilterContext<CredentialInjectionOptions> context)
    {
        var watch = (context.Time, context.Options.LookEvery);
        if (options.CredentialsFile is { } file)
            return new([file], files => AwsCredentialsFile.Read(Encoding.UTF8.GetString(files[0]), options.Profile), watch, context.Logger);
        string?[] named = [options.AccessKeyIdFile, options.SecretAccessKeyFile, options.SessionTokenFile];
        return new([.. named.OfType<string>()], static files => Make(files[0], files[1], files.Length > 2 ? files[2] : []), watch, context.Logger);
    }

    /// <summary>Checks the parts of a key and puts them together.</summary>
    public static Derived<AwsKeys> Make(byte[] id, byte[] secret, byte[] token)
    {
        if (id.Length > 128 || id.AsSpan().ContainsAnyExcept(IdBytes))
            return Derived<AwsKeys>.Bad("the access key id is not one: letters, digits, '_' and '-' only");
        if (SecretText.FlawOf(secret) is { } flaw)
            return Derived<AwsKeys>.Bad(flaw);
        if (SecretText.FlawOf(token) is { } tokenFlaw)
            return Derived<AwsKeys>.Bad(tokenFlaw);
        return new AwsKeys(id, secret, token);
    }
}
