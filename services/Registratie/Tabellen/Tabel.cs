using Draaiboek.GraphQL;

namespace Draaiboek.Registratie;

/// <summary>Why a publicatie takes the place of an earlier one of the same period. A code: nobody can be named in it.</summary>
[GraphQLDescription("Waarom een publicatie een vorige van dezelfde periode vervangt.")]
public enum RedenVervanging
{
    [GraphQLDescription("Er kwamen feiten van de periode bij, of er werden er verbeterd.")]
    LatereFeiten = 1,

    [GraphQLDescription("De peildatum ligt later: van de vragen kwam meer.")]
    LaterePeildatum,

    [GraphQLDescription("Een tabel kwam erbij, viel weg of telt anders.")]
    AndereDefinitie,
}

[GraphQLDescription("De tabellen van een afgesloten periode, zoals ze vrijgegeven zijn. Een publicatie verandert nooit; een latere kan haar vervangen.")]
public sealed record Tabellenpublicatie(
    [property: GraphQLDescription("Id, ook in de API."), ID] Guid Id,
    [property: GraphQLDescription("Volgnummer over alle publicaties heen.")] int Nummer,
    [property: GraphQLDescription("Een jaar (2025) of een halfjaar (2025-1, 2025-2).")] string Periode,
    [property: GraphQLDescription("De hoeveelste publicatie van deze periode.")] int Versie,
    [property: GraphQLDescription("Waarom zij een vorige vervangt; leeg voor de eerste.")] RedenVervanging? Reden,
    [property: GraphQLDescription("Of een latere publicatie van dezelfde periode haar vervangen heeft.")] bool Vervangen,
    [property: GraphQLDescription("De dag waarop de stand is opgemaakt.")] DateOnly Peildatum,
    [property: GraphQLDescription("Het ogenblik van de vrijgave, in UTC.")] DateTimeOffset VrijgegevenOp,
    [property: GraphQLDescription("Wie haar vrijgaf: de id van de persoon.")] string VrijgegevenDoor,
    [property: GraphQLDescription("SHA-256 van de inhoud, hexadecimaal.")] string Hash,
    [property: GraphQLDescription("De tabellen, in een vaste volgorde.")] IReadOnlyList<Tabel> Tabellen);

[GraphQLDescription("Een tabel uit de vaste lijst, met de definitie van toen.")]
public sealed record Tabel(
    [property: GraphQLDescription("Vaste naam van de tabel.")] string Code,
    [property: GraphQLDescription("Titel.")] string Titel,
    [property: GraphQLDescription("Wat er geteld wordt en wanneer.")] string Telling,
    [property: GraphQLDescription("De vraag in de documenten waarop zij antwoordt.")] string Bron,
    [property: GraphQLDescription("Versie van de definitie.")] int Versie,
    [property: GraphQLDescription("Sinds wanneer deze definitie geldt.")] DateOnly Sinds,
    [property: GraphQLDescription("Wat de lezer moet weten van afronding en van wat niet vrijgegeven is.")] IReadOnlyList<string> Nota,
    [property: GraphQLDescription("Waarnaar de tabel uitsplitst.")] IReadOnlyList<Tabelas> Assen,
    [property: GraphQLDescription("Alle cellen, ook randen en totaal; geen als de tabel niet vrijgegeven is.")] IReadOnlyList<Tabelcel> Cellen);

[GraphQLDescription("Waarnaar een tabel uitsplitst.")]
public sealed record Tabelas(
    [property: GraphQLDescription("Vaste naam.")] string Code,
    [property: GraphQLDescription("Titel.")] string Titel,
    [property: GraphQLDescription("De rijen of kolommen.")] IReadOnlyList<Tabelklasse> Klassen);

[GraphQLDescription("Een rij of kolom.")]
public sealed record Tabelklasse(
    [property: GraphQLDescription("Vaste naam.")] string Code,
    [property: GraphQLDescription("Titel.")] string Titel);

[GraphQLDescription("Een cel.")]
public sealed record Tabelcel(
    [property: GraphQLDescription("De klasse op elke as; leeg voor het totaal over die as.")] IReadOnlyList<string?> Klassen,
    [property: GraphQLDescription("Toevallig afgerond op een veelvoud van vijf; leeg wanneer niet vrijgegeven.")] int? Waarde);
