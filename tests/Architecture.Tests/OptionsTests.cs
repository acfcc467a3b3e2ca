using Microsoft.Extensions.Options;

namespace OrleansFrames.Architecture.Tests;

/// <summary>Bad settings stop the start: every options class has a validator beside it.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("Api")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    public void Every_options_class_is_validated_itself_or_as_part_of_another(string project)
    {
        var types = Repository.Load(project).GetTypes();
        var options = types.Where(type => type is { IsClass: true, IsAbstract: false })
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .ToList();
        var validated = types.SelectMany(type => type.GetInterfaces())
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidateOptions<>))
            .Select(type => type.GetGenericArguments()[0])
            .ToHashSet();
        var parts = options.SelectMany(type => type.GetProperties())
            .SelectMany(property => property.PropertyType.GetGenericArguments().Append(property.PropertyType))
            .ToHashSet();
        Assert.Empty(options.Except(validated).Except(parts));
    }
}
