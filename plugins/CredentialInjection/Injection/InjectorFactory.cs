using System.Text;
using CredentialInjection.Aws;
using CredentialInjection.OAuth;
using CredentialInjection.Options;
using CredentialInjection.Secrets;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>Makes the injector that validated options ask for.</summary>
internal static class InjectorFactory
{
    private static readonly byte[] Authorization = "authorization"u8.ToArray();

    public static IInjector Create(FilterContext<CredentialInjectionOptions> context, InjectionCounters counters)
    {
        var options = context.Options;
        if (options.ApiKey is { } key)
            return ApiKey(key, context, counters);
        if (options.Basic is { } basic)
            return new FileHeaderInjector(Authorization, Basic(basic, context), counters);
        if (options.ClientCredentials is { } client)
            return Token(client, context, counters);
        return new AwsInjector(options.AwsSignature!, AwsKeyFiles.Mount(options.AwsSignature!, context), context.Time, counters);
    }

    private static IInjector ApiKey(ApiKeyOptions key, FilterContext<CredentialInjectionOptions> context, InjectionCounters counters)
    {
        if (key.Query is { } query)
            return new QueryInjector(Encoding.ASCII.GetBytes(query), Mount(context, [key.KeyFile], static files => SecretText.ForQuery(files[0])), counters);
        var prefix = Encoding.ASCII.GetBytes(key.Prefix);
        return new FileHeaderInjector(Encoding.ASCII.GetBytes(key.Header!.ToLowerInvariant()), Mount(context, [key.KeyFile], files => SecretText.ForHeader(prefix, files[0])), counters);
    }

    private static MountedSecret<Credential> Basic(BasicOptions basic, FilterContext<CredentialInjectionOptions> context)
    {
        if (basic.UserFile is { } userFile)
            return Mount(context, [userFile, basic.PasswordFile], static files => SecretText.ForBasic(files[0], files[1]));
        var user = Encoding.UTF8.GetBytes(basic.User!);
        return Mount(context, [basic.PasswordFile], files => SecretText.ForBasic(user, files[0]));
    }

    private static TokenInjector Token(ClientCredentialsOptions options, FilterContext<CredentialInjectionOptions> context, InjectionCounters counters)
    {
        var client = ClientFiles.Mount(options, context);
        var request = new TokenRequest
        {
            Endpoint = new Uri(options.TokenEndpoint),
            Authentication = options.Authentication,
            Scope = string.Join(' ', options.Scopes),
            Parameters = options.Parameters,
            KeyId = options.KeyId,
            AssertionAudience = options.AssertionAudience,
        };
        var refresh = new RefreshOptions
        {
            Ahead = options.RefreshAhead,
            AssumedLifetime = options.AssumedLifetime,
            MaxWait = options.Timeout,
            MaxWaiting = options.MaxWaiting,
        };
        var services = new TokenServices(context.Time, Random.Shared.NextDouble, context.Logger, counters.Granted, counters.Failed, context.Stopping);
        return new TokenInjector(new TokenSource(() => client.Current, new HttpTokenEndpoint(request, options.Timeout, context.Time), refresh, services), client, counters);
    }

    private static MountedSecret<T> Mount<T>(FilterContext<CredentialInjectionOptions> context, string[] paths, Func<byte[][], Derived<T>> derive)
        where T : class => new(paths, derive, (context.Time, context.Options.LookEvery), context.Logger);
}
