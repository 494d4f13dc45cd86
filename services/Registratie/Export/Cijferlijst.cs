using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

/// <summary>
/// Figures as rows: the path that each has in GraphQL, its value, and what it counts, in the words of the schema. It goes through the records themselves, so that a figure that
/// is added to them stands here too.
/// </summary>
internal static class Cijferlijst
{
    public static byte[] Schrijf(object cijfers)
    {
        var csv = new Csv("cijfer", "waarde", "omschrijving");
        foreach (var (pad, waarde, omschrijving) in Rijen(cijfers))
        {
            csv.Rij(pad, waarde is null ? null : Tekst(waarde), omschrijving);
        }

        return csv.Bytes();
    }

    /// <summary>Every value in the order in which it is declared. Of a list the place of the item is in its path, from 1.</summary>
    internal static IEnumerable<(string Pad, object? Waarde, string? Omschrijving)> Rijen(object cijfers, string pad = "")
    {
        foreach (var lid in cijfers.GetType().GetProperties().Where(lid => !lid.IsDefined(typeof(GraphQLIgnoreAttribute))))
        {
            var naam = pad + (lid.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(lid.Name));
            foreach (var rij in Waarden(naam, lid.GetValue(cijfers), lid.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description))
            {
                yield return rij;
            }
        }
    }

    /// <summary>As it stands in a cell: a decimal comma, since a spreadsheet set to Dutch makes a day of 12.5; days and codes as in the API.</summary>
    internal static string Tekst(object waarde) => waarde switch
    {
        string tekst => tekst,
        bool ja => ja ? "ja" : "nee",
        DateOnly dag => dag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        Enum code => JsonNamingPolicy.CamelCase.ConvertName(code.ToString()),
        double or float or decimal => ((IFormattable)waarde).ToString(null, CultureInfo.InvariantCulture).Replace('.', ','),
        IFormattable getal => getal.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"No text for a {waarde.GetType().Name}."),
    };

    private static IEnumerable<(string Pad, object? Waarde, string? Omschrijving)> Waarden(string pad, object? waarde, string? omschrijving) => waarde switch
    {
        null or string or IFormattable or bool => [(pad, waarde, omschrijving)],
        IEnumerable lijst => lijst.Cast<object?>().SelectMany((deel, plaats) => Waarden($"{pad}.{Tekst(plaats + 1)}", deel, omschrijving)),
        _ => Rijen(waarde, $"{pad}."),
    };
}
