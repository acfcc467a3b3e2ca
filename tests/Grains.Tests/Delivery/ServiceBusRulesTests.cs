using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class ServiceBusRulesTests
{
    private const string Key = "SharedAccessKeyName=Root;SharedAccessKey=a+/=";

    private static readonly EventHook Good = new("", "azure_service_bus", true, [], "", null, null, null, null)
    {
        AzureServiceBusConnectionString = "sealed",
        AzureServiceBusEntity = "frames",
    };

    [Theory]
    [InlineData("frames")]
    [InlineData("a/b.c-d_e")]
    [InlineData("0")]
    public void Check_Entity_IsRight(string entity) => Assert.Null(HookRules.Check([Good with { AzureServiceBusEntity = entity }]));

    [Theory]
    [InlineData(null, "is required")]
    [InlineData("", "is required")]
    [InlineData("/frames", "must be the name")]
    [InlineData("frames/", "must be the name")]
    [InlineData("a//b", "must be the name")]
    [InlineData("a/../b", "must be the name")]
    [InlineData("frames?x", "must be the name")]
    [InlineData("käse", "must be the name")]
    public void Check_Entity_IsRefused(string? entity, string reason)
    {
        var refusal = HookRules.Check([Good with { AzureServiceBusEntity = entity }])!;
        Assert.Contains(reason, refusal.Fields["event_hooks[0].azure_service_bus_entity"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is required")]
    [InlineData(HookSecrets.Mask, "none is stored")]
    public void Check_NoConnectionString_IsRefused(string? text, string reason)
    {
        var refusal = HookRules.Check([Good with { AzureServiceBusConnectionString = text }])!;
        Assert.Contains(reason, refusal.Fields["event_hooks[0].azure_service_bus_connection_string"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Endpoint=sb://n.servicebus.windows.net/;{Key}", "n.servicebus.windows.net", -1, null, false)]
    [InlineData($" endpoint = sb://127.0.0.1:5674 ; {Key} ; EntityPath=frames ; UseDevelopmentEmulator=true;", "127.0.0.1", 5674, "frames", true)]
    [InlineData("Endpoint=sb://n/;SharedAccessSignature=SharedAccessSignature sr=a&sig=b", "n", -1, null, false)]
    public void Parse_ConnectionString_SaysWhereItLeads(string text, string host, int port, string? path, bool isEmulator)
    {
        var connection = ServiceBusConnection.Parse(text, out _)!;
        Assert.Equal((host, port, path, isEmulator), (connection.Endpoint.Host, connection.Endpoint.Port, connection.EntityPath, connection.IsEmulator));
        Assert.Equal(text, connection.Text);
        Assert.DoesNotContain("Shared", connection.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Endpoint")]
    [InlineData(Key, "Endpoint")]
    [InlineData($"Endpoint=https://n/;{Key}", "Endpoint")]
    [InlineData($"Endpoint=sb://n/path;{Key}", "Endpoint")]
    [InlineData("Endpoint=sb://n/", "SharedAccessKey")]
    [InlineData("Endpoint=sb://n/;SharedAccessKeyName=Root", "SharedAccessKey")]
    [InlineData($"Endpoint=sb://n/;{Key};SharedAccessSignature=x", "SharedAccessSignature")]
    [InlineData($"Endpoint=sb://n/;Endpoint=sb://m/;{Key}", "each once")]
    [InlineData($"Endpoint=sb://n/;EntityPath=;{Key}", "parts")]
    public void Parse_Else_SaysWhatIsWrong(string text, string reason)
    {
        Assert.Null(ServiceBusConnection.Parse(text, out var said));
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }
}
