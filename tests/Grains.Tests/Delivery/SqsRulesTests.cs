using OrleansFrames.Apps;
using OrleansFrames.Delivery;

namespace OrleansFrames.Grains.Tests.Delivery;

public sealed class SqsRulesTests
{
    private const string Amazon = "https://sqs.eu-west-1.amazonaws.com/123456789012/frames";

    private static readonly EventHook Good = new("", "sqs", true, [], "all", null, null, null, null)
    {
        SqsQueueUrl = Amazon,
        SqsKey = "AKIA",
        SqsSecret = "sealed",
    };

    [Theory]
    [InlineData(Amazon, "eu-west-1", true)]
    [InlineData("https://sqs-fips.us-gov-west-1.amazonaws.com/1/q", "us-gov-west-1", true)]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/1/q", "cn-north-1", true)]
    [InlineData("https://vpce-0a1b-2c.sqs.us-east-2.vpce.amazonaws.com/1/q", "us-east-2", true)]
    [InlineData("https://eu-central-1.queue.amazonaws.com/1/q", "eu-central-1", true)]
    [InlineData("https://queue.amazonaws.com/1/q", "us-east-1", true)]
    [InlineData("http://sqs.eu-west-1.amazonaws.com/1/q", "eu-west-1", false)]
    [InlineData("http://localhost:4566/000000000000/q", "us-east-1", false)]
    [InlineData("https://sqs.eu-west-1.amazonaws.com.example.org/1/q", "us-east-1", false)]
    [InlineData("https://sqs-1234.eu-west-1.elb.amazonaws.com/1/q", "us-east-1", false)]
    [InlineData("https://sqs.s3.eu-west-1.amazonaws.com/1/q", "us-east-1", false)]
    public void Parse_Url_TellsTheRegionAndWhetherAmazonAloneAnswersThere(string url, string region, bool isAmazon)
    {
        var queue = SqsQueue.Parse(url)!;
        Assert.Equal((region, isAmazon), (queue.Region(null), queue.IsAmazon));
        Assert.Equal("ap-south-1", queue.Region("ap-south-1"));
        Assert.Equal(!isAmazon, HookRules.Check([Good with { SqsQueueUrl = url, SqsAuthType = "resource" }]) is not null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("frames")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/123/")]
    [InlineData("https://user:secret@sqs.eu-west-1.amazonaws.com/1/q")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/1/q?a=b")]
    [InlineData("ftp://host/1/q")]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:frames")]
    public void Check_NoQueue_IsRefusedByName(string? url) => AssertRefused(Good with { SqsQueueUrl = url }, "sqs_queue_url");

    [Fact]
    public void Check_Keys_NeedBothHalves()
    {
        Assert.Null(HookRules.Check([Good]));
        Assert.Null(HookRules.Check([Good with { SqsAuthType = "keys", SqsRegion = "eu-west-1" }]));
        AssertRefused(Good with { SqsSecret = null }, "sqs_secret");
        AssertRefused(Good with { SqsSecret = HookSecrets.Mask }, "sqs_secret");
        AssertRefused(Good with { SqsAuthType = "keys", SqsKey = "" }, "sqs_key");
        AssertRefused(Good with { SqsKey = "a/b" }, "sqs_key");
        AssertRefused(Good with { SqsAuthType = "iam" }, "sqs_auth_type");
        AssertRefused(Good with { SqsRegion = "Europe" }, "sqs_region");
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("arn:aws:iam::123456789012:role/team/frames", true)]
    [InlineData("arn:aws-cn:iam::123456789012:role/frames", true)]
    [InlineData("arn:aws:iam::123456789012:user/frames", false)]
    [InlineData("frames", false)]
    public void Check_Resource_TakesARole(string? arn, bool right)
    {
        var hook = Good with { SqsKey = null, SqsSecret = null, SqsRoleArn = arn };
        Assert.Equal("resource", SqsRules.AuthType(hook));
        Assert.Equal(right ? [] : ["event_hooks[0].sqs_role_arn"], HookRules.Check([hook])?.Fields.Keys ?? []);
    }

    private static void AssertRefused(EventHook hook, string field)
        => Assert.Equal([$"event_hooks[0].{field}"], HookRules.Check([hook])!.Fields.Keys);
}
