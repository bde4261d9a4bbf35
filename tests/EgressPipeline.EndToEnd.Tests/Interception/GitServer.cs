using System.Diagnostics;
using System.Globalization;
using System.Text;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>The real <c>git http-backend</c> behind a small CGI gateway (RFC 3875): git's smart HTTP protocol, one request a connection.</summary>
/// <param name="root">The folder of the repositories.</param>
internal sealed class GitServer(string root)
{
    public static bool Exists => ExternalProgram.Find("git") is not null;

    /// <summary>Makes an empty repository that takes pushes.</summary>
    public async Task AddAsync(string name)
    {
        var made = await ExternalProgram.RunAsync("/usr/bin/env", ["git", "init", "-q", "--bare", "-b", "main", Path.Combine(root, name)]);
        Assert.True(made.ExitCode == 0, made.ToString());
        var allowed = await ExternalProgram.RunAsync("/usr/bin/env", ["git", "-C", Path.Combine(root, name), "config", "http.receivepack", "true"]);
        Assert.True(allowed.ExitCode == 0, allowed.ToString());
    }

    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(RawConnection connection)
    {
        if (await connection.ReadRequestAsync() is not { } request)
            return;
        var answer = await RunAsync(request);
        var head = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        var fields = Encoding.Latin1.GetString(answer, 0, head);
        var status = fields.StartsWith("Status: ", StringComparison.Ordinal) ? fields[8..fields.IndexOf('\r', StringComparison.Ordinal)] : "200 OK";
        var length = (answer.Length - head - 4).ToString(CultureInfo.InvariantCulture);
        await connection.SendAsync($"HTTP/1.1 {status}\r\n{fields}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        await connection.SendAsync(answer.AsMemory(head + 4));
    }

    private async Task<byte[]> RunAsync(RawMessage request)
    {
        var target = request.Target.Split('?');
        var start = new ProcessStartInfo("/usr/bin/env", ["git", "http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["GIT_PROJECT_ROOT"] = root;
        start.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        start.Environment["REQUEST_METHOD"] = request.Method;
        start.Environment["PATH_INFO"] = target[0];
        start.Environment["QUERY_STRING"] = target.Length > 1 ? target[1] : "";
        start.Environment["CONTENT_TYPE"] = request.Header("Content-Type") ?? "";
        start.Environment["CONTENT_LENGTH"] = request.Body.Length.ToString(CultureInfo.InvariantCulture);
        start.Environment["HTTP_CONTENT_ENCODING"] = request.Header("Content-Encoding") ?? "";
        start.Environment["GIT_PROTOCOL"] = request.Header("Git-Protocol") ?? "";
        start.Environment["REMOTE_USER"] = "tester";
        using var backend = Process.Start(start)!;
        var output = new MemoryStream();
        var read = backend.StandardOutput.BaseStream.CopyToAsync(output);
        await backend.StandardInput.BaseStream.WriteAsync(request.Body);
        backend.StandardInput.Close();
        await read.Within("git http-backend to end");
        return output.ToArray();
    }
}
