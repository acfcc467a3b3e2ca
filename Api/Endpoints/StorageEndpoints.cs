using OrleansFrames.Api.Input;
using OrleansFrames.Api.Operations;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>The buckets of an app's own. What opens them goes in and never out.</summary>
internal static class StorageEndpoints
{
    private const string Storages = "/external_storage";
    private const string One = $"{Storages}/{{name}}";

    public static void MapStorages(this ApiRoutes routes)
    {
        routes.ForServers.Get(Storages, "ListExternalStorage", "ReadExternalStorage", Nothing.Read, ListAsync)
            .Answers<StoragesAnswer>("Lists the external storages of the app");
        routes.ForServers.Post(Storages, "CreateExternalStorage", "CreateExternalStorage", StorageReader.Create, CreateAsync)
            .AnswersNothing("Adds an external storage");
        routes.ForServers.Put(One, "UpdateExternalStorage", "UpdateExternalStorage", StorageReader.Update, UpdateAsync)
            .Answers<StorageAnswer>("Changes an external storage");
        routes.ForServers.Delete(One, "DeleteExternalStorage", "DeleteExternalStorage", Nothing.Read, DeleteAsync)
            .AnswersNothing("Removes an external storage; what lies in it stays");
        routes.ForServers.Get($"{One}/check", "CheckExternalStorage", "CheckExternalStorage", Nothing.Read, CheckAsync)
            .Answers<StorageCheckAnswer>("Writes a file into an external storage, and answers its URL");
    }

    private static async Task<Answer> ListAsync(ApiCall call, Nothing nothing)
    {
        var storages = await call.Grains.GetApp(call.App).ListStoragesAsync(call.Aborted);
        return Answer.Of(new StoragesAnswer(storages.ToDictionary(storage => storage.Name, StorageAnswer.From)));
    }

    private static async Task<Answer> CreateAsync(ApiCall call, StorageRequest request)
        => new(Answer.Nothing, await call.Grains.GetApp(call.App).CreateStorageAsync(Sealed(call, request), call.Aborted));

    private static async Task<Answer> UpdateAsync(ApiCall call, StorageRequest request)
        => Answer.Of(await call.Grains.GetApp(call.App).UpdateStorageAsync(Sealed(call, request), call.Aborted), StorageAnswer.From);

    private static async Task<Answer> DeleteAsync(ApiCall call, Nothing nothing)
        => new(Answer.Nothing, await call.Grains.GetApp(call.App).DeleteStorageAsync(call.Route("name"), call.Aborted));

    private static async Task<Answer> CheckAsync(ApiCall call, Nothing nothing)
        => Answer.Of(
            await call.Grains.GetStorageChecks().CheckAsync(call.App, call.Route("name"), call.Aborted), url => new StorageCheckAnswer(url));

    private static ExternalStorage Sealed(ApiCall call, StorageRequest request)
        => new(request.Name, request.Type, request.Bucket, request.Path, request.Access is { } access ? call.Seal(access) : null);
}

/// <summary>GetStream's ListExternalStorageResponse.</summary>
internal sealed record StoragesAnswer(IReadOnlyDictionary<string, StorageAnswer> ExternalStorages);

/// <summary>GetStream's ExternalStorageResponse.</summary>
/// <param name="Type"><c>s3</c> or <c>abs</c>.</param>
internal sealed record StorageAnswer(string Bucket, string Name, string Path, string Type)
{
    public static StorageAnswer From(ExternalStorage storage)
        => new(storage.Bucket, storage.Name, storage.Path, storage.Type == StorageType.S3 ? StorageReader.S3 : StorageReader.Azure);
}

/// <summary>GetStream's CheckExternalStorageResponse.</summary>
internal sealed record StorageCheckAnswer(string FileUrl);
