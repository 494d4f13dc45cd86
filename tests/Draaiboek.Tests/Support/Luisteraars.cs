using System.Reflection;
using Draaiboek.Hosting.Messaging;

namespace Draaiboek.Tests.Support;

/// <summary>Which consumers a message reaches, read from the services themselves.</summary>
internal static class Luisteraars
{
    private static readonly ILookup<Type, (string Dienst, string Consumer)> PerBericht = Postvak.Databases
        .SelectMany(dienst => dienst.Value.Assembly.GetTypes().Select(type => (Dienst: dienst.Key, Type: type, Bericht: BerichtVan(type))))
        .Where(gevonden => gevonden.Bericht is not null)
        .ToLookup(gevonden => gevonden.Bericht!, gevonden => (gevonden.Dienst, gevonden.Type.Name));

    /// <summary>The service of each consumer, and the name under which it stands in the inbox.</summary>
    public static IEnumerable<(string Dienst, string Consumer)> Van(Type bericht) => PerBericht[bericht];

    private static Type? BerichtVan(Type type)
    {
        for (var basis = type.IsAbstract ? null : type.GetTypeInfo().BaseType; basis is not null; basis = basis.BaseType)
        {
            if (basis.IsGenericType && basis.GetGenericTypeDefinition() == typeof(InboxConsumer<,>))
            {
                return basis.GetGenericArguments()[1];
            }
        }

        return null;
    }
}
