using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>
/// What travels of a [GenerateSerializer] type: members with an [Id] and a record's positional parameters. Anything else is
/// left behind, as the real serializer does.
/// </summary>
internal sealed class Contract
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, Contract?> Known = new();

    private readonly Func<object> create;
    private readonly (Func<object, object?> Get, Action<object, object?> Set)[] members;

    private Contract(Type type)
    {
        create = type.IsValueType || type.GetConstructor(Own, []) is null
            ? () => RuntimeHelpers.GetUninitializedObject(type)
            : () => Activator.CreateInstance(type, nonPublic: true)!;
        members = [.. Members(type).Select(Access)];
    }

    public static Contract? Of(Type type) => Known.GetOrAdd(type, static t => t.IsDefined(typeof(GenerateSerializerAttribute), false) ? new(t) : null);

    /// <summary>Properties and fields that travel, those of base types included.</summary>
    public static IEnumerable<MemberInfo> Members(Type type)
    {
        for (var level = type; level is not null && level.IsDefined(typeof(GenerateSerializerAttribute), false); level = level.BaseType)
        {
            var positional = Positional(level);
            foreach (var property in level.GetProperties(Own))
            {
                if (property.IsDefined(typeof(IdAttribute)) || positional.Contains(property.Name)) yield return property;
            }

            foreach (var field in level.GetFields(Own))
            {
                if (field.IsDefined(typeof(IdAttribute))) yield return field;
            }
        }
    }

    public object Create() => create();

    public void Fill(object copy, object original, Func<object, object> copyOf)
    {
        foreach (var (get, set) in members) set(copy, get(original) is { } value ? copyOf(value) : null);
    }

    private static (Func<object, object?> Get, Action<object, object?> Set) Access(MemberInfo member)
    {
        if (member is PropertyInfo property)
        {
            var backing = property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Own);
            return backing is null ? (property.GetValue, property.SetValue) : (backing.GetValue, backing.SetValue);
        }

        var field = (FieldInfo)member;
        return (field.GetValue, field.SetValue);
    }

    /// <summary>Names of a record's positional parameters: those that its Deconstruct gives back.</summary>
    private static HashSet<string?> Positional(Type type)
        => [.. type.GetMethods(Own)
            .Where(m => m.Name == "Deconstruct" && m.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(m => m.GetParameters().Select(p => p.Name))];
}
