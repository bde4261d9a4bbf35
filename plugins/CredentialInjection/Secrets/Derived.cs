namespace CredentialInjection.Secrets;

/// <summary>What was made of the contents of secret files, or why it could not be: a sentence without anything of the contents.</summary>
internal readonly record struct Derived<T>(T? Value, string? Problem)
    where T : class
{
    public static implicit operator Derived<T>(T value) => new(value, null);

    public static Derived<T> Bad(string problem) => new(null, problem);

    /// <summary>The default text of a record shows its members; this one is a secret.</summary>
    public override string ToString() => Problem ?? typeof(T).Name;
}
