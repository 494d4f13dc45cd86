using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;

namespace Draaiboek.Meldingen;

/// <summary>
/// A file to fill in. Without an example that could be loaded by accident: the CSV has a heading only, and in the line of JSON each value says what belongs there,
/// so that it is refused as it is.
/// </summary>
internal static class GeefInvoersjabloon
{
    private const string Dag = "jjjj-mm-dd";

    private static readonly JsonSerializerOptions Leesbaar = new(ApiJson.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapText(
            "/api/meldingen/invoer/sjabloon",
            Toegang.Voor(Rollen.Centrummedewerker),
            "Een leeg bestand om eerdere registraties in te zetten",
            Handle,
            VoerMeldingenIn.Csv,
            VoerMeldingenIn.Jsonl)
            .WithQuery<string>("vorm", "csv of jsonl; zonder opgave csv.");

    private static IResult Handle(HttpRequest request)
        => request.Query["vorm"].ToString() switch
        {
            // With a mark at the start by which a spreadsheet knows the encoding.
            "" or "csv" => Results.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Csv())], VoerMeldingenIn.Csv, "meldingen.csv"),
            "jsonl" => Results.File(Encoding.UTF8.GetBytes(Jsonl()), VoerMeldingenIn.Jsonl, "meldingen.jsonl"),
            _ => Problems.OngeldigeInvoer(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["vorm"] = ["kent enkel: csv, jsonl"] }),
        };

    private static string Csv() => string.Join(';', Csvbestand.Kolommen.Select(kolom => kolom.Naam)) + "\r\n";

    private static string Jsonl() => JsonSerializer.Serialize(
        new
        {
            organisatie = "KBO-nummer, 10 cijfers",
            sector = Woorden<Sector>(),
            melding = new
            {
                soort = Woorden<SoortVraag>(),
                centrum = Woorden<Centrum>(),
                ontvangenOp = Dag,
                kanaal = Woorden<Kanaal>(),
                contactpersoon = new { naam = "", telefoon = "", email = "" },
                jongere = new
                {
                    voornaam = "tekst, of null als nog niet gekend",
                    familienaam = "tekst, of null als nog niet gekend",
                    geboortedatum = $"{Dag}, of null als nog niet gekend",
                    geslacht = Woorden<Geslacht>(),
                    provincie = Woorden<Provincie>(),
                    verblijf = Woorden<Verblijf>(),
                    rijksregisternummer = "mag ontbreken",
                },
                signalen = (string[])[Woorden<Signaal>()],
                aantalKeerWeggelopen = "getal",
                linkTienerpooier = Woorden<LinkTienerpooier>(),
                rekruteringskanaal = Woorden<Rekruteringskanaal>(),
                consulent = new { betrokken = "true of false", dienst = Woorden<ConsulentDienst>(), afgesproken = "true of false" },
                acuut = "true of false",
                omschrijving = "",
            },
            verloop = Woorden<Vraagverloop>(),
            kenmerk = "uw eigen nummer, mag ontbreken",
        },
        Leesbaar) + "\n";

    private static string Woorden<T>() where T : struct, Enum => string.Join(" | ", Codes.Van(typeof(T)).Keys);
}
