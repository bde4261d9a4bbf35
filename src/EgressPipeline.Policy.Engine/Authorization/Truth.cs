namespace EgressPipeline.Policy.Authorization;

/// <summary>
/// The outcome of a condition. <see cref="Unknown"/> is the answer where a call does not show what the condition is about
/// (a path inside a TLS tunnel). An ALLOW rule needs <see cref="Yes"/>, a DENY rule lets pass only on <see cref="No"/>:
/// what cannot be judged is refused. The order makes "and" the minimum and "or" the maximum.
/// </summary>
public enum Truth { No, Unknown, Yes }
