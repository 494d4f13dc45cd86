using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

[GraphQLDescription("Wat een definitie bepaalt.")]
public enum Definitiesoort
{
    [GraphQLDescription("Een cijfer van de procescijfers; de code is zijn pad.")]
    Procescijfer = 1,

    [GraphQLDescription("Een tabel; de code is die van de tabel.")]
    Tabel,
}

/// <summary>What is counted and since when in this way. A publicatie keeps the definitions of its own day: a later one changes nothing in it.</summary>
[GraphQLDescription("Wat een cijfer of tabel telt, zoals het nu geldt. Een publicatie houdt de definities van toen.")]
public sealed record Definitie(
    [property: GraphQLDescription("Een cijfer of een tabel.")] Definitiesoort Soort,
    [property: GraphQLDescription("Pad van het cijfer (assessments.lopend) of code van de tabel.")] string Code,
    [property: GraphQLDescription("Titel.")] string Titel,
    [property: GraphQLDescription("Wat er geteld wordt en wanneer.")] string Telling,
    [property: GraphQLDescription("De vraag of het antwoord in de documenten waarop het teruggaat.")] string Bron,
    [property: GraphQLDescription("Versie: één hoger wanneer iets anders geteld wordt.")] int Versie,
    [property: GraphQLDescription("Sinds wanneer deze versie geldt.")] DateOnly Sinds);
