using System.Text.RegularExpressions;
using OrleansFrames.Api.Input;
using OrleansFrames.Storage;

namespace OrleansFrames.Api.Endpoints;

/// <summary>Reads GetStream's CreateExternalStorageRequest and UpdateExternalStorageRequest.</summary>
internal static partial class StorageReader
{
    public const string S3 = "s3";
    public const string Azure = "abs";

    private const string S3Group = "aws_s3";
    private const string AzureGroup = "azure_blob";
    private const int LongestPath = 512;

    private static readonly string[] Types = [S3, Azure, "gcs"];

    public static StorageRequest Create(RequestInput input) => Read(input.Body, input.Body.RequiredName("name"), isNew: true);

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

        return new(name, type ?? default, bucket, path, Access(body, type, isNew));
    }

    private static StorageAccess? Access(JsonFields body, StorageType? type, bool isNew)
    {
        var s3 = type != StorageType.Azure && body.Child(S3Group) is { } first ? StorageAccessReader.S3(first) : null;
        var azure = type != StorageType.S3 && body.Child(AzureGroup) is { } second ? StorageAccessReader.Azure(second) : null;
        if (s3 is not null || azure is not null)
        {
            return new(s3, azure);
        }

        var group = type == StorageType.S3 ? S3Group : AzureGroup;
        if (isNew && type is not null && !body.Has(group))
        {
            body.Refuse(group, "is required");
        }

        return null;
    }

    private static StorageType? Type(JsonFields body)
    {
        var type = body.RequiredOneOf("storage_type", Types);
        if (type == "gcs")
        {
            body.Refuse("storage_type", "gcs is not yet supported; s3 and abs are");
        }

        return type switch
        {
            S3 => StorageType.S3,
            Azure => StorageType.Azure,
            _ => null,
        };
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
