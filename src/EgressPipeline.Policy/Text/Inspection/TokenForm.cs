namespace EgressPipeline.Policy.Text.Inspection;

/// <summary>How the tokens of one issuer look: a fixed beginning and a tail of certain characters.</summary>
/// <param name="Prefix">The beginning.</param>
/// <param name="MinTail">The least number of characters behind it.</param>
/// <param name="Extra">Characters of the tail besides letters and digits.</param>
/// <param name="What">What it is, for the message.</param>
internal sealed record TokenForm(string Prefix, int MinTail, string Extra, string What)
{
    /// <summary>Forms that are published by their issuers and that nothing else has.</summary>
    public static readonly TokenForm[] All =
    [
        new("AKIA", 16, "", "an AWS access key"),
        new("ASIA", 16, "", "an AWS access key"),
        new("ghp_", 36, "", "a GitHub token"),
        new("gho_", 36, "", "a GitHub token"),
        new("ghu_", 36, "", "a GitHub token"),
        new("ghs_", 36, "", "a GitHub token"),
        new("ghr_", 36, "", "a GitHub token"),
        new("github_pat_", 22, "_", "a GitHub token"),
        new("glpat-", 20, "_-", "a GitLab token"),
        new("xoxb-", 20, "-", "a Slack token"),
        new("xoxp-", 20, "-", "a Slack token"),
        new("xoxa-", 20, "-", "a Slack token"),
        new("xoxs-", 20, "-", "a Slack token"),
        new("sk_live_", 16, "", "a Stripe key"),
        new("rk_live_", 16, "", "a Stripe key"),
        new("AIza", 35, "_-", "a Google API key"),
        new("ya29.", 20, "_-", "a Google access token"),
        new("SG.", 60, "._-", "a SendGrid key"),
        new("npm_", 36, "", "an npm token"),
        new("sk-ant-", 20, "_-", "an Anthropic key"),
        new("sk-proj-", 20, "_-", "an OpenAI key"),
        new("hvs.", 20, "_-", "a Vault token"),
        new("dop_v1_", 40, "", "a DigitalOcean token"),
        new("dckr_pat_", 20, "_-", "a Docker token"),
    ];

    /// <summary>True when the text holds such a token, not as the middle of a longer word.</summary>
    public bool IsIn(string text)
    {
        for (var at = text.IndexOf(Prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Prefix, at + 1, StringComparison.Ordinal))
            if ((at == 0 || !Secrets.IsAlphanumeric(text[at - 1])) && Secrets.CountTail(text, at + Prefix.Length, Extra) >= MinTail)
                return true;
        return false;
    }
}
