using System.Text.RegularExpressions;
using OrleansFrames.Api.Input;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's CreateExternalStorageRequest and UpdateExternalStorageRequest.</summary>
internal static partial class StorageReader
{
    public const string S3 = "s3";
    public const string Azure = "abs";

    private const int LongestPath = 512;

    public static StorageRequest Create(RequestInput input)
    {
        var name = input.Body.RequiredText("name");
        if (input.Body.Has("name") && Ids.WhyNoName(name) is { } reason)
        {
            input.Body.Refuse("name", reason);
        }

        return Read(input.Body, name, isNew: true);
    }

    /// <summary>An update without credentials keeps those that there are.</summary>
    public static StorageRequest Update(RequestInput input) => Read(input.Body, input.Route("name"), isNew: false);

    private static StorageRequest Read(JsonFields body, string name, bool isNew)
    {
        var (bucket, path) = (body.RequiredText("bucket"), body.Text("path", LongestPath) ?? "");
        var type = Type(body);
        if (body.Has("bucket") && !(type == StorageType.S3 ? Bucket() : Container()).IsMatch(bucket))
        {
            body.Refuse("bucket", "must be 3 to 63 lower-case letters, digits and hyphens (for s3 also dots), and begin and end with a letter or digit");
        }

        if (!Folders().IsMatch(path) || path.Split('/').Any(part => part is "." or ".."))
        {
            body.Refuse("path", "must be names of letters, digits and !_.*'()- with single slashes between them");
        }

        var group = type == StorageType.S3 ? "aws_s3" : "azure_blob";
        if (type is null || body.Child(group) is not { } access)
        {
            if (type is not null && isNew && !body.Has(group))
            {
                body.Refuse(group, "is required");
            }

            return new(name, type ?? default, bucket, path, null);
        }

        return new(name, type.Value, bucket, path, type == StorageType.S3 ? new(StorageAccessReader.S3(access), null) : new(null, StorageAccessReader.Azure(access)));
    }

    private static StorageType? Type(JsonFields body)
    {
        switch (body.RequiredText("storage_type"))
        {
            case S3:
                return StorageType.S3;
            case Azure:
                return StorageType.Azure;
            case "gcs":
                body.Refuse("storage_type", "gcs is not yet supported; s3 and abs are");
                return null;
            case var other when other.Length > 0 || body.Has("storage_type"):
                body.Refuse("storage_type", "must be s3 or abs");
                return null;
            default:
                return null;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\z")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"\A[a-z0-9](-?[a-z0-9]){2,62}\z")]
    private static partial Regex Container();

    [GeneratedRegex(@"\A/?([A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*/?)?\z")]
    private static partial Regex Folders();
}

/// <param name="Access">Null in an update that keeps what there is.</param>
internal sealed record StorageRequest(string Name, StorageType Type, string Bucket, string Path, StorageAccess? Access);
