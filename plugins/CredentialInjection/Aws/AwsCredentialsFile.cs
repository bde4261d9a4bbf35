using System.Text;
using CredentialInjection.Secrets;

namespace CredentialInjection.Aws;

/// <summary>Reads the credentials files of AWS tools: <c>[profile]</c> sections with <c>name = value</c> lines.</summary>
internal static class AwsCredentialsFile
{
    public static Derived<AwsKeys> Read(string text, string profile)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var inside = false;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is '#' or ';')
                continue;
            if (line[0] == '[')
                inside = line.TrimEnd(']').TrimStart('[').Trim() == profile;
            else if (inside && line.IndexOf('=') is > 0 and var split)
                values[line[..split].Trim()] = line[(split + 1)..].Trim();
        }
        if (!values.TryGetValue("aws_access_key_id", out var id) || !values.TryGetValue("aws_secret_access_key", out var secret) || id.Length == 0 || secret.Length == 0)
            return Derived<AwsKeys>.Bad($"the profile '{profile}' has no aws_access_key_id and aws_secret_access_key");
        return AwsKeyFiles.Make(Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(values.GetValueOrDefault("aws_session_token", "")));
    }
}
