#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
// Stands for the service: answers with the request as it arrived.
var app = WebApplication.Create();
app.Map("/{**path}", (HttpRequest request) => $"{request.Method} {request.Path}\n" + string.Concat(request.Headers.Select(header => $"{header.Key}: {header.Value}\n")));
app.Run("http://127.0.0.1:8080");
