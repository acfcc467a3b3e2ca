using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Tests.Hosting;
using Reply = OrleansFrames.Api.Tests.Hosting.Reply;

namespace OrleansFrames.Api.Tests.Input;

/// <summary>
/// Every operation, and every way to ask it wrongly that its own reader tells of: 400 with the field, or 413, and no grain is asked. Operations and
/// fields come from the mapped routes, so a new one is tried without being named here.
/// </summary>
[Collection(ApiSuite.Name)]
public sealed partial class EveryOperationTests(ApiCluster cluster) : IAsyncLifetime
{
    private ApiHost _host = null!;
    private int _before;

    private IEnumerable<(Operation Operation, OperationRequest Request)> Operations => _host.Endpoints
        .Where(endpoint => endpoint.Metadata.GetMetadata<OperationRequest>() is not null)
        .Select(endpoint => (endpoint.Metadata.GetMetadata<Operation>()!, endpoint.Metadata.GetMetadata<OperationRequest>()!));

    public async Task InitializeAsync()
    {
        // Thousands of requests, of which none may be refused for their number.
        _host = await ApiHost.StartAsync(cluster, options => options.RequestsPerMinute = 1_000_000);
        _before = cluster.Script.Notes;
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        Assert.Equal(_before, cluster.Script.Notes);
    }

    [Fact]
    public async Task A_field_that_is_wrong_is_named()
    {
        List<string> wrong = [];
        var tried = 0;
        foreach (var (_, request) in Operations.Where(one => one.Operation.Body != BodyUse.Ignored))
        {
            foreach (var (body, field) in BadFields.Of(RequestInput.Describe(request.Read).Body.Schema))
            {
                tried++;
                var reply = await _host.SendAsync(ApiHost.Request(request.Method, Path(request), body.ToJsonString()));
                Expect(reply, 400, 4, field, $"{request.Method} {request.Path} {Short(body)}", wrong);
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(tried, 500, int.MaxValue);
    }

    [Fact]
    public async Task A_parameter_of_the_query_that_is_wrong_is_named()
    {
        List<string> wrong = [];
        var tried = 0;
        foreach (var (_, request) in Operations)
        {
            foreach (var (name, value, field) in BadParameters(RequestInput.Describe(request.Read).Query.Schema))
            {
                tried++;
                var reply = await _host.SendAsync(ApiHost.Request(request.Method, $"{Path(request)}?{name}={Uri.EscapeDataString(value)}", request.Method == "GET" ? null : "{}"));
                Expect(reply, 400, 4, field, $"{request.Method} {request.Path}?{name}={value}", wrong);
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(tried, 50, int.MaxValue);
    }

    [Fact]
    public async Task A_body_that_is_no_json_object_is_refused()
    {
        List<string> wrong = [];
        foreach (var (_, request) in Operations.Where(one => one.Operation.Body == BodyUse.Json))
        {
            foreach (var (name, bytes, status, code) in BadBodies.All)
            {
                var message = ApiHost.Request(request.Method, Path(request));
                message.Content = new ByteArrayContent(bytes);
                message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                Expect(await _host.SendAsync(message), status, code, null, $"{request.Method} {request.Path}, {name}", wrong);
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("a%2Fb")]
    [InlineData("a%3Ab")]
    [InlineData("a+b")]
    [InlineData("a%20b")]
    [InlineData("a%252Fb")]
    [InlineData("a%5Cb")]
    [InlineData("a%C3%A9")]
    [InlineData("a%FF")]
    [InlineData("a%0D%0Ab")]
    [InlineData("a..b")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234x")]
    public async Task A_name_in_the_path_that_is_wrong_is_named(string text)
    {
        List<string> wrong = [];
        foreach (var (_, request) in Operations)
        {
            foreach (var name in InPath().Matches(request.Path).Select(match => match.Groups[1].Value).Where(name => name != "permission"))
            {
                var reply = await _host.SendAsync(ApiHost.Request(request.Method, Path(request, name, text), request.Method == "GET" ? null : "{}"));
                Expect(reply, 400, 4, name, $"{request.Method} {request.Path} {name}={text}", wrong);
            }
        }

        Assert.Empty(wrong);
    }

    // Servers refuse these before anybody is asked, or take the dots for a way up: what counts is that no operation is reached.
    [Theory]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%2E%2E")]
    [InlineData("..")]
    public async Task A_name_that_is_no_name_reaches_nothing(string text)
    {
        foreach (var (_, request) in Operations.Where(one => one.Request.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            var reply = await _host.SendAsync(ApiHost.Request(request.Method, Path(request, "id", text), request.Method == "GET" ? null : "{}"));
            Assert.InRange(reply.Status, 400, 405);
        }
    }

    private static IEnumerable<(string Name, string Value, string Field)> BadParameters(JsonObject schema)
    {
        foreach (var (name, parameter) in schema["properties"]?.AsObject() ?? [])
        {
            var inner = parameter!.AsObject();
            string[] values = (string?)inner["type"] switch
            {
                "boolean" => ["yes", "1", "TRUE"],
                "integer" => ["x", "1.5", "1e2", "99999999999999999999", " 1", "-1"],
                "object" => ["{", "[]", "7", "{\"a\":1,\"a\":2}", "{\"x\":\"\\ud800\"}"],
                _ => [new string('a', 4_097), "a\0b"],
            };
            foreach (var value in values)
            {
                yield return (name, value, name);
            }

            foreach (var (body, field) in (string?)inner["type"] == "object" ? BadFields.Of(inner) : [])
            {
                // Very long ones are refused by the server: a request line has 8 KiB.
                if (body.ToJsonString().Length < 2_000)
                {
                    yield return (name, body.ToJsonString(), field);
                }
            }
        }
    }

    private static string Path(OperationRequest request, string name = "", string value = "")
        => InPath().Replace(request.Path, match => match.Groups[1].Value is var found && found == name ? value : found == "type" ? "default" : "wrong");

    private static string Short(JsonNode body) => body.ToJsonString() is { Length: > 200 } text ? text[..200] : body.ToJsonString();

    private static void Expect(Reply reply, int status, int code, string? field, string what, List<string> wrong)
    {
        if (reply.Status != status || !reply.Text.StartsWith('{') || reply.Code != code || (field is not null && !reply.Fields.Contains(field)))
        {
            wrong.Add($"{what}: {reply.Status} {reply.Text}, not {status} with code {code} and {field}");
        }
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InPath();
}
