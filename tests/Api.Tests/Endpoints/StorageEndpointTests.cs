using OrleansFrames.Api.Tests.Hosting;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Tests.Endpoints;

[Collection(ApiSuite.Name)]
public sealed class StorageEndpointTests(ApiCluster cluster) : IAsyncLifetime
{
    private const string Path = "/api/v2/external_storage";
    private const string Made =
        """{"name":"made","storage_type":"s3","bucket":"my-bucket","path":"frames/","aws_s3":{"s3_region":"r","s3_api_key":"the-key","s3_secret":"the-secret"}}""";

    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.StartAsync(cluster);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Storages_are_listed_by_name_without_their_credentials()
    {
        var reply = await _host.SendAsync("GET", Path);
        Assert.Equal(200, reply.Status);
        var listed = reply.Json.GetProperty("external_storages");
        Assert.Equal("""{"bucket":"bucket","name":"mine","path":"frames/","type":"s3"}""", listed.GetProperty("mine").GetRawText());
        Assert.Equal("abs", listed.GetProperty("other").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Created_its_credentials_reach_the_grain_sealed()
    {
        var reply = await _host.SendAsync("POST", Path, Made);

        Assert.Equal(201, reply.Status);
        Assert.Equal(["duration"], reply.Json.EnumerateObject().Select(member => member.Name));
        var made = cluster.Script.Received<ExternalStorage>("storage/made");
        Assert.Equal(("made", StorageType.S3, "my-bucket", "frames/"), (made.Name, made.Type, made.Bucket, made.Path));
        Assert.StartsWith("sealed(key, ", made.SealedAccess, StringComparison.Ordinal);
        Assert.Contains("\"secret\":\"the-secret\"", made.SealedAccess, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"abs_account_name":"acc","abs_client_id":"c","abs_client_secret":"s","abs_tenant_id":"t"}""")]
    [InlineData("""{"abs_account_name":"acc","abs_account_key":"a2V5"}""")]
    [InlineData("""{"abs_connection_string":"AccountName=acc;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:10000/acc"}""")]
    [InlineData("""{"abs_connection_string":"UseDevelopmentStorage=true"}""")]
    [InlineData("""{"abs_account_name":"","abs_connection_string":"BlobEndpoint=https://b.example/","abs_client_id":"c","abs_client_secret":"s","abs_tenant_id":"t"}""")]
    public async Task Azure_is_taken_with_an_application_or_a_key(string access)
    {
        var reply = await _host.SendAsync("POST", Path, $$$"""{"name":"azure","storage_type":"abs","bucket":"container","azure_blob":{{{access}}}}""");
        Assert.Equal(201, reply.Status);
    }

    [Theory]
    [InlineData("""{"storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r"}}""", "name")]
    [InlineData("""{"name":"a b","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r"}}""", "name")]
    [InlineData("""{"name":"wrong","storage_type":"s3","aws_s3":{"s3_region":"r"}}""", "bucket")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"../b","aws_s3":{"s3_region":"r"}}""", "bucket")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"a.b","azure_blob":{"abs_account_name":"acc","abs_account_key":"a2V5"}}""", "bucket")]
    [InlineData("""{"name":"wrong","bucket":"bucket"}""", "storage_type")]
    [InlineData("""{"name":"wrong","storage_type":"ftp","bucket":"bucket"}""", "storage_type")]
    [InlineData("""{"name":"wrong","storage_type":"gcs","bucket":"bucket","gcs_credentials":"{}"}""", "storage_type")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","path":"a/../b","aws_s3":{"s3_region":"r"}}""", "path")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","path":"a:b","aws_s3":{"s3_region":"r"}}""", "path")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket"}""", "aws_s3")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":7}""", "aws_s3")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{}}""", "aws_s3.s3_region")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"evil.example/x"}}""", "aws_s3.s3_region")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r","s3_api_key":"k"}}""", "aws_s3.s3_secret")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r","s3_secret":"s"}}""", "aws_s3.s3_api_key")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r","s3_custom_endpoint_url":"https://s3.example"}}""", "aws_s3.s3_api_key")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r","s3_api_key":"k","s3_secret":"s","s3_custom_endpoint_url":"ftp://s3.example"}}""", "aws_s3.s3_custom_endpoint_url")]
    [InlineData("""{"name":"wrong","storage_type":"s3","bucket":"bucket","aws_s3":{"s3_region":"r","s3_api_key":"k","s3_secret":"s","s3_custom_endpoint_url":"https://u:p@s3.example"}}""", "aws_s3.s3_custom_endpoint_url")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container"}""", "azure_blob")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_account_key":"a2V5"}}""", "azure_blob.abs_account_name")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_account_name":"evil.example/x","abs_account_key":"a2V5"}}""", "azure_blob.abs_account_name")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_account_name":"acc","abs_account_key":"no base64"}}""", "azure_blob.abs_account_key")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_account_name":"acc"}}""", "azure_blob.abs_client_id")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_account_name":"acc","abs_client_id":"c","abs_tenant_id":"t"}}""", "azure_blob.abs_client_secret")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_connection_string":"BlobEndpoint=https://b.example/"}}""", "azure_blob.abs_connection_string")]
    [InlineData("""{"name":"wrong","storage_type":"abs","bucket":"container","azure_blob":{"abs_connection_string":"what"}}""", "azure_blob.abs_connection_string")]
    public async Task Wrong_input_is_refused_with_the_field(string body, string field)
    {
        var reply = await _host.SendAsync("POST", Path, body);
        Assert.Equal((400, 4), (reply.Status, reply.Code));
        Assert.Equal([field], reply.Fields);
        Assert.False(cluster.Script.WasAsked("storage/wrong"));
    }

    [Fact]
    public async Task Google_is_told_not_yet()
    {
        var reply = await _host.SendAsync("POST", Path, """{"name":"wrong","storage_type":"gcs","bucket":"bucket","gcs_credentials":"{}"}""");
        Assert.Contains("not yet", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Updated_without_credentials_keeps_them_and_answers_the_storage()
    {
        var reply = await _host.SendAsync("PUT", $"{Path}/changed", """{"storage_type":"s3","bucket":"other-bucket"}""");

        Assert.Equal(201, reply.Status);
        Assert.Equal(("changed", "other-bucket", "", "s3"), (Text(reply, "name"), Text(reply, "bucket"), Text(reply, "path"), Text(reply, "type")));
        Assert.Null(cluster.Script.Received<ExternalStorage>("storage/changed").SealedAccess);
    }

    [Fact]
    public async Task Deleted_and_missing()
    {
        Assert.Equal(200, (await _host.SendAsync("DELETE", $"{Path}/gone")).Status);

        cluster.Script.Refuse("storage/missing", Refusal.NotFound("external storage 'missing' does not exist"));
        var reply = await _host.SendAsync("DELETE", $"{Path}/missing");
        Assert.Equal((404, 16), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Checked_answers_the_files_url_or_why_there_is_none()
    {
        var reply = await _host.SendAsync("GET", $"{Path}/right/check");
        Assert.Equal((200, "http://bucket/stream-1.md?sig=1"), (reply.Status, Text(reply, "file_url")));

        cluster.Script.Refuse("check/key/wrong", Refusal.Input("it answered 403"));
        reply = await _host.SendAsync("GET", $"{Path}/wrong/check");
        Assert.Equal((400, 4, "CheckExternalStorage failed with error: \"it answered 403\""), (reply.Status, reply.Code, reply.Message));
    }

    [Theory]
    [InlineData("GET", Path)]
    [InlineData("POST", Path)]
    [InlineData("PUT", Path + "/mine")]
    [InlineData("DELETE", Path + "/mine")]
    [InlineData("GET", Path + "/mine/check")]
    public async Task Users_are_refused(string method, string path)
    {
        var reply = await _host.SendAsync(ApiHost.Request(method, path, method is "POST" or "PUT" ? "{}" : null, Jwt.Make("""{"user_id":"known-user"}""")));
        Assert.Equal((403, 17), (reply.Status, reply.Code));
    }

    private static string? Text(Reply reply, string name) => reply.Json.GetProperty(name).GetString();
}
