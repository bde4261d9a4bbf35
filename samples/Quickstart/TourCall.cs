namespace Quickstart;

/// <summary>One call of the tour.</summary>
/// <param name="What">What it shows.</param>
/// <param name="Method">Its method.</param>
/// <param name="Url">What is called.</param>
/// <param name="Status">The status it must end with.</param>
/// <param name="Answer">How the answer's body must begin.</param>
/// <param name="Body">What is sent; null for nothing.</param>
internal sealed record TourCall(string What, HttpMethod Method, string Url, int Status, string Answer = "", string? Body = null);
