using System.Text.Json;
using Microsoft.OpenApi;
using OrleansFrames.Api.Operations;
using OrleansFrames.Api.Tests.Hosting;

namespace OrleansFrames.Api.Tests.OpenApi;

/// <summary>The document is one that tools can read, and says what is mapped: no more and no less.</summary>
[Collection(ApiSuite.Name)]
public sealed class DocumentTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Server = "/openapi/v1.json";
    private const string Clients = "/openapi/v1-clients.json";
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(Server)]
    [InlineData(Clients)]
    public async Task It_keeps_the_rules_of_openapi(string path)
    {
        var read = OpenApiDocument.Parse((await ReadAsync(path)).GetRawText(), "json");
        Assert.Empty(read.Diagnostic!.Errors.Select(error => $"{error.Pointer}: {error.Message}"));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => $"{warning.Pointer}: {warning.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.NotEmpty(read.Document!.Paths);
    }

    [Theory]
    [InlineData(Server, "/api/v2/")]
    [InlineData(Clients, "/video/")]
    public async Task It_has_every_operation_that_is_mapped_and_no_other(string path, string prefix)
    {
        var mapped = _host.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<OperationRequest>()).OfType<OperationRequest>()
            .Where(request => request.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(request => $"{request.Method} {request.Path}");
        var told = Operations(await ReadAsync(path)).Select(operation => $"{operation.Method} {operation.Path}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Server)]
    [InlineData(Clients)]
    public async Task Every_operation_has_a_name_of_its_own_a_summary_and_its_statuses(string path)
    {
        var document = await ReadAsync(path);
        var names = Operations(document).Select(operation => operation.Said.GetProperty("operationId").GetString()!).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
        foreach (var (method, route, said) in Operations(document))
        {
            Assert.False(string.IsNullOrWhiteSpace(said.GetProperty("summary").GetString()), route);
            var responses = said.GetProperty("responses");
            var success = method is "POST" or "PUT" ? "201" : "200";
            Assert.All((string[])[success, "400", "401", "403", "404", "429", "500", "503"], status => Assert.True(responses.TryGetProperty(status, out _), $"{method} {route}: {status}"));
        }
    }

    [Theory]
    [InlineData(Server)]
    [InlineData(Clients)]
    public async Task Every_reference_leads_somewhere_and_every_component_is_used(string path)
    {
        var document = await ReadAsync(path);
        var references = References(document).ToHashSet();
        var components = document.GetProperty("components").EnumerateObject().Where(kind => kind.Name != "securitySchemes")
            .SelectMany(kind => kind.Value.EnumerateObject().Select(component => $"#/components/{kind.Name}/{component.Name}"));
        Assert.Equal(references.Order(StringComparer.Ordinal), components.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Times_are_spelled_as_the_prefix_spells_them()
    {
        Assert.Equal("integer", await TimeAsync(Server));
        Assert.Equal("string", await TimeAsync(Clients));

        async Task<string?> TimeAsync(string path) => (await ReadAsync(path)).GetProperty("components").GetProperty("schemas").GetProperty("CallResponse")
            .GetProperty("properties").GetProperty("created_at").GetProperty("type").GetString();
    }

    [Theory]
    [InlineData("GetOrCreateCallRequest", "properties.data.properties.members", """{"type":"array","items":{"type":"object","properties":{"user_id":{"type":"string","minLength":1,"maxLength":255,"pattern":"^[A-Za-z0-9_@-]+$"},"role":{"type":"string","maxLength":64},"custom":{"type":"object"}},"required":["user_id"]},"maxItems":100}""")]
    [InlineData("UpdateUsersRequest", "required", """["users"]""")]
    [InlineData("UpdateUsersRequest", "properties.users.additionalProperties.required", """["id"]""")]
    [InlineData("PutParticipantRequest", "required", """["user_id","tracks"]""")]
    [InlineData("PutParticipantRequest", "properties.tracks.items.properties.track_type", """{"type":"string","enum":["TRACK_TYPE_VIDEO","TRACK_TYPE_SCREEN_SHARE"]}""")]
    [InlineData("StartFrameRecordingRequest", "properties.recording_external_storage.type", "\"string\"")]
    [InlineData("CallSettingsRequest", "properties.frame_recording.properties.capture_interval_in_seconds", """{"type":"integer","minimum":2,"maximum":60}""")]
    [InlineData("QueryCallsRequest", "properties.limit", """{"type":"integer","minimum":0,"maximum":100,"description":"1 to 100; 0 counts as not given"}""")]
    public async Task A_request_is_described_as_its_reader_reads_it(string schema, string path, string expected)
    {
        var found = (await ReadAsync(Server)).GetProperty("components").GetProperty("schemas").GetProperty(schema);
        found = path.Split('.').Aggregate(found, (element, name) => element.GetProperty(name));
        Assert.Equal(expected, JsonSerializer.Serialize(found, Plain));
    }

    [Fact]
    public async Task Parameters_of_the_query_are_those_that_are_read()
    {
        var frames = (await ReadAsync(Server)).GetProperty("paths").GetProperty("/api/v2/video/call/{type}/{id}/frames").GetProperty("get");
        Assert.Equal(
            ["path type", "path id", "query egress_id", "query user_id", "query latest", "query limit", "query next", "query account"],
            frames.GetProperty("parameters").EnumerateArray().Select(parameter => $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}"));
    }

    [Fact]
    public async Task It_is_open_to_everybody_and_to_pages_of_any_origin()
    {
        using var answer = await _host.Http.GetAsync(Server);
        Assert.Equal((200, "application/json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<(string Method, string Path, JsonElement Said)> Operations(JsonElement document)
        => document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)));

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> ReadAsync(string path) => JsonElement.Parse(await _host.Http.GetStringAsync(path));
}
