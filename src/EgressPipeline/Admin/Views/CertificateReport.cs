namespace EgressPipeline.Admin.Views;

/// <summary>The files of one upstream TLS setting. Names files and dates only, never key material.</summary>
/// <param name="CaCertificates">File with the trusted roots; empty = the system's.</param>
/// <param name="ClientCertificate">File with the client certificate; empty = none.</param>
/// <param name="ClientCertificateExpires">When that certificate ends to be valid.</param>
/// <param name="Problem">What is wrong with the files as they are now; empty when nothing.</param>
internal sealed record CertificateReport(string CaCertificates, string ClientCertificate, DateTimeOffset? ClientCertificateExpires, string Problem);
