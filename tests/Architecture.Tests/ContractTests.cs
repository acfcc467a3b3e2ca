using System.Reflection;
using System.Runtime.CompilerServices;

namespace OrleansFrames.Architecture.Tests;

/// <summary>
/// What crosses the wire has names and numbers of its own, so that renaming a type or a member breaks no silo and no row.
/// </summary>
public sealed class ContractTests
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = [.. Repository.Load("Grains.Interfaces").GetTypes(), .. Repository.Load("Grains").GetTypes()];

    private static IEnumerable<Type> GrainInterfaces
        => Types.Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    private static IEnumerable<Type> Serialised => Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false));

    [Fact]
    public void There_are_contracts_to_look_at()
    {
        Assert.NotEmpty(GrainInterfaces);
        Assert.NotEmpty(Serialised);
    }

    [Fact]
    public void Every_grain_interface_and_each_of_its_methods_has_an_alias()
    {
        var nameless = GrainInterfaces.Cast<MemberInfo>().Concat(GrainInterfaces.SelectMany(type => type.GetMethods()))
            .Where(member => !member.IsDefined(typeof(AliasAttribute)))
            .Select(member => $"{member.DeclaringType?.Name} {member.Name}");
        Assert.Empty(nameless);
    }

    [Fact]
    public void Every_serialised_type_has_an_alias()
    {
        var nameless = Serialised.Where(type => !type.IsDefined(typeof(AliasAttribute)));
        Assert.Empty(nameless);
    }

    [Fact]
    public void Aliases_are_unique()
    {
        var aliases = GrainInterfaces.Concat(Serialised)
            .SelectMany(type => type.GetCustomAttributes<AliasAttribute>())
            .Select(alias => alias.Alias);
        Assert.Empty(aliases.GroupBy(alias => alias).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_serialised_member_has_an_id()
    {
        var unnumbered = from type in Serialised
                         where !type.IsEnum
                         from field in type.GetFields(Own)
                         let member = Property(field) ?? (MemberInfo)field
                         where !member.IsDefined(typeof(IdAttribute)) && !field.IsDefined(typeof(NonSerializedAttribute))
                         select $"{type.Name}.{member.Name}";
        Assert.Empty(unnumbered);
    }

    [Fact]
    public void Ids_of_a_type_differ()
    {
        var twice = from type in Serialised
                    let ids = type.GetMembers(Own).Select(member => member.GetCustomAttribute<IdAttribute>()).OfType<IdAttribute>()
                    from same in ids.GroupBy(id => id.Id)
                    where same.Count() > 1
                    select $"{type.Name}: {same.Key}";
        Assert.Empty(twice);
    }

    [Fact]
    public void What_travels_cannot_be_changed_or_is_copied()
    {
        var open = from type in Serialised
                   where type.IsDefined(typeof(ImmutableAttribute), inherit: false)
                   from property in type.GetProperties(Own)
                   where property.SetMethod is { } setter
                       && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
                   select $"{type.Name}.{property.Name}";
        Assert.Empty(open);
    }

    private static PropertyInfo? Property(FieldInfo field)
        => field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal)
            ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>')], Own)
            : null;
}
