using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Draaiboek.Hosting.Messaging;
using Draaiboek.Registratie;
using MassTransit;
using Xunit;

namespace Draaiboek.Tests.Architecture;

public sealed partial class MessageTests
{
    private static readonly Type[] Plain = [typeof(Guid), typeof(bool), typeof(int), typeof(DateOnly), typeof(DateTimeOffset)];

    public static TheoryData<string> Messages() => [.. MessageTypes().Select(type => type.Name)];

    internal static IEnumerable<Type> MessageTypes() => Repository.Types(Repository.Berichten).Where(type => !type.IsEnum).OrderBy(type => type.Name, StringComparer.Ordinal);

    [Fact]
    public void Given_Berichten_Then_it_holds_messages_and_codes_and_the_catalog_knows_every_message()
    {
        Assert.All(MessageTypes(), type => Assert.True(type is { IsSealed: true, IsPublic: true } && type.GetMethod("<Clone>$") is not null, $"{type.Name} is no public sealed record"));
        Assert.Equal(MessageTypes().Select(type => type.Name), MessageCatalog.All.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_its_address_is_fixed_and_carries_its_publisher(string name)
    {
        var message = Find(name);
        var kebab = JsonNamingPolicy.KebabCaseLower.ConvertName(name);
        Assert.Equal($"urn:message:draaiboek:{kebab}", message.GetCustomAttribute<MessageUrnAttribute>()!.Urn.ToString());
        var entity = message.GetCustomAttribute<EntityNameAttribute>()!.EntityName;
        Assert.EndsWith("." + kebab, entity, StringComparison.Ordinal);
        var publisher = entity[..entity.IndexOf('.', StringComparison.Ordinal)];
        Assert.Contains(publisher, Repository.Diensten.Keys);

        // Only the publisher makes it: elsewhere the name stands in consumers.
        var makers = Repository.Files("services", ".cs")
            .Where(path => Regex.IsMatch(Repository.Read(path), $@"\bnew {name}\b|\b{name} \w+\([^)]*\)\s*=>\s*new\(\)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(path => "Draaiboek." + path.Split(Path.DirectorySeparatorChar)[1])
            .Distinct(StringComparer.Ordinal);
        Assert.All(makers, maker => Assert.Equal(Repository.Diensten[publisher].GetName().Name, maker));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_it_identifies_nobody(string name)
        => Assert.All(Find(name).GetProperties(), property => Assert.True(IsHarmless(property.PropertyType), $"{name}.{property.Name} is a {property.PropertyType.Name}"));

    [Fact]
    [Trait("Regel", "G1")]
    public void G1_Given_what_the_registration_keeps_of_it_Then_that_identifies_nobody_either()
    {
        var feiten = Repository.Types(typeof(RegistratieService).Assembly).Where(type => type is { IsClass: true } && (type.IsAssignableTo(typeof(IFeit)) || type == typeof(Herhaling))).ToList();
        Assert.Equal(["Achterstand", "Feit", "Herhaling", "Uitbuiting", "Vorming"], feiten.Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.All(feiten.SelectMany(type => type.GetProperties()), property => Assert.True(IsHarmless(property.PropertyType), $"{property.DeclaringType!.Name}.{property.Name} is a {property.PropertyType.Name}"));
    }

    [Theory]
    [InlineData(typeof(string))]
    [InlineData(typeof(object))]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(IReadOnlyList<string>))]
    [InlineData(typeof(IReadOnlyDictionary<Guid, string>))]
    [InlineData(typeof(Uri))]
    [InlineData(typeof(long))]
    public void Given_a_type_that_could_hold_more_Then_the_rule_refuses_it(Type type) => Assert.False(IsHarmless(type));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_it_is_made_whole_and_never_changed(string name)
    {
        var message = Find(name);
        Assert.Equal(typeof(int), message.GetProperty("Versie")?.PropertyType);
        foreach (var property in message.GetProperties())
        {
            Assert.True(property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)), $"{name}.{property.Name} can be set");
            var mayBeAbsent = Nullable.GetUnderlyingType(property.PropertyType) is not null || property.PropertyType.IsGenericType;
            Assert.True(mayBeAbsent || property.IsDefined(typeof(RequiredMemberAttribute)), $"{name}.{property.Name} is not required");
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Given_a_message_Then_its_name_says_what_happened(string name)
    {
        var words = PastTense().Match(name);
        Assert.True(words.Success, $"{name} is not <Noun>Werd<Participle>");
    }

    [Fact]
    public void Given_a_code_Then_none_of_its_members_is_zero()
        => Assert.Empty(Repository.Types(Repository.Berichten).Where(type => type.IsEnum)
            .Where(type => Enum.GetValuesAsUnderlyingType(type).Cast<int>().Any(value => value == 0))
            .Select(type => type.Name));

    private static Type Find(string name) => MessageTypes().Single(type => type.Name == name);

    private static bool IsHarmless(Type type)
        => type.IsEnum
            || Plain.Contains(type)
            || (Nullable.GetUnderlyingType(type) is { } underlying && IsHarmless(underlying))
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && IsHarmless(type.GetGenericArguments()[0]));

    /// <summary>A participle ends in d, t or n: geregistreerd, stopgezet, gegeven; words may stand before it, as in NietGestart.</summary>
    [GeneratedRegex("^([A-Z][a-z]+)+Werd([A-Z][a-z]+)*[A-Z][a-z]*[dtn]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PastTense();
}
