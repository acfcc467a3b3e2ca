using OrleansFrames.CallTypes;
using OrleansFrames.Json;

namespace OrleansFrames.Api.Endpoints;

/// <summary>GetStream's CallType, as its apps list them.</summary>
/// <param name="Id">Call types are known by their names here; the number is the place in the list.</param>
/// <param name="App">The number of the app, which says nothing either.</param>
/// <param name="RecordingExternalStorage">Empty when the built-in store takes the pictures.</param>
internal sealed record AppCallTypeAnswer(
    int Id,
    int App,
    string Name,
    RawJson Settings,
    RawJson NotificationSettings,
    string RecordingExternalStorage,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static AppCallTypeAnswer From(CallTypeResponse type, int id)
        => new(id, 1, type.Name, type.Settings, type.NotificationSettings, type.ExternalStorage ?? "", type.CreatedAt, type.UpdatedAt);
}
