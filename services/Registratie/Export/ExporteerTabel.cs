using System.Security.Cryptography;
using System.Text.Json;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>One table of a publicatie as a file: for a spreadsheet, for a program, or as a picture (G2). The values are those of GraphQL, read from the same records.</summary>
internal static class ExporteerTabel
{
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapText(
            "/api/publicaties/{id:guid}/tabellen/{code}.{vorm}",
            Toegang.Voor(Rollen.Stuurgroep, Rollen.Registratiehouder),
            "Eén tabel van een publicatie als bestand; de vorm is csv, json of svg",
            HandleAsync,
            Csv.MediaType,
            Json,
            Tabelgrafiek.MediaType)
            .WithVersion();

    private static async Task<Outcome> HandleAsync(
        Guid id, string code, string vorm, Caller caller, RegistratieDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var rij = await db.Publicaties.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (rij is null)
        {
            return new Outcome.NotFound();
        }

        var vervangen = await db.Publicaties.AnyAsync(later => later.Periode == rij.Periode && later.Versie > rij.Versie, cancellationToken);
        var publicatie = Publicatieblad.Lees(rij, vervangen);
        if (publicatie.Tabellen.FirstOrDefault(tabel => tabel.Code == code) is not { } tabel || Inhoud(publicatie, tabel, vorm) is not var (type, inhoud))
        {
            return new Outcome.NotFound();
        }

        db.AddAudit(caller, "tabel.geexporteerd", id, time);
        // The hash of the publicatie, and of how it is written here: that may change with the program, and says whether it was replaced.
        return new Outcome.Document(type, $"{tabel.Code}-{publicatie.Periode}-v{publicatie.Versie}.{vorm}", inhoud, $"{publicatie.Hash}-{Convert.ToHexStringLower(SHA256.HashData(inhoud).AsSpan(0, 4))}");
    }

    private static (string Type, byte[] Inhoud)? Inhoud(Tabellenpublicatie publicatie, Tabel tabel, string vorm) => vorm switch
    {
        "csv" => ($"{Csv.MediaType}; charset=utf-8", Tabelcsv.Schrijf(publicatie, tabel)),
        "json" => (Json, JsonSerializer.SerializeToUtf8Bytes(publicatie with { Tabellen = [tabel] }, ApiJson.Options)),
        "svg" => (Tabelgrafiek.MediaType, Tabelgrafiek.Schrijf(publicatie, tabel)),
        _ => null,
    };
}
