namespace EgressPipeline.Http.Tests.Support;

/// <summary>Messages as real programs send them.</summary>
internal static class Samples
{
    public static readonly byte[] Request = Segments.Bytes(
        "GET http://api.example.com/v1/items/42?fields=name,price&limit=10 HTTP/1.1\r\n"
        + "Host: api.example.com\r\n"
        + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
        + "Accept: application/json, text/plain;q=0.9, */*;q=0.8\r\n"
        + "Accept-Encoding: gzip, deflate, br\r\n"
        + "Accept-Language: en-GB,en;q=0.9\r\n"
        + "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0\r\n"
        + "Cookie: session=0123456789abcdef; theme=dark\r\n"
        + "Connection: keep-alive\r\n"
        + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
        + "X-Custom: some value of ordinary length\r\n\r\n");

    public static readonly byte[] Response = Segments.Bytes(
        "HTTP/1.1 200 OK\r\n"
        + "Date: Mon, 23 Nov 2026 16:00:00 GMT\r\n"
        + "Server: nginx\r\n"
        + "Content-Type: application/json; charset=utf-8\r\n"
        + "Content-Length: 1234\r\n"
        + "Connection: keep-alive\r\n"
        + "Cache-Control: private, max-age=0\r\n"
        + "ETag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"\r\n"
        + "Vary: Accept-Encoding\r\n"
        + "X-Request-Id: 7b1d1f0e-2f0b-4a53-9c0e-0d3b7f0f9d1a\r\n"
        + "Strict-Transport-Security: max-age=31536000\r\n\r\n");
}
