using Microsoft.Extensions.Logging;

namespace CredentialInjection.Injection;

/// <summary>What operators are told about injection.</summary>
internal static partial class InjectionLog
{
    [LoggerMessage(21, LogLevel.Warning, "the credential of '{Binding}' is sent over connections that are not verified TLS: everybody on the way can read it (allowPlaintext)")]
    public static partial void SentInPlaintext(ILogger logger, string binding);
}
