using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.Net.Http.Headers;

namespace Draaiboek.Meldingen;

/// <summary>
/// A centre loads what it registered before it had the platform, from a file. Each line goes by the rules of a melding that the centre registers itself (M1, M11);
/// safe to do again, for ever. What is loaded is history: nothing rings, and nothing more happens by itself (M5).
/// </summary>
internal static class VoerMeldingenIn
{
    public const string Jsonl = "application/x-ndjson";
    public const string Csv = "text/csv";

    public const int MaxBytes = 20 * 1024 * 1024;

    /// <param name="Veld">Path in the line, or the name of the column; empty when it is about the line as a whole.</param>
    internal sealed record Fout(string Veld, string Reden);

    internal sealed record RegelGeweigerd(int Regel, IReadOnlyList<Fout> Fouten);

    /// <param name="Voortgang">Lines that are dealt with.</param>
    internal sealed record Tussenstand(int Voortgang);

    /// <param name="AlGekend">Lines that were loaded before; nothing changed for them.</param>
    /// <param name="MetVerloop">Lines, not refused, that say what became of the question: that is not taken over.</param>
    internal sealed record Antwoord(int Totaal, int Aanvaard, int AlGekend, int Geweigerd, int MetVerloop, bool Proef);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapFile<RegelInvoer, Antwoord>(
            "/api/meldingen/invoer",
            Toegang.VoorPersoon(Rollen.Centrummedewerker),
            "Eerdere registraties invoeren uit een bestand; antwoordt regel per regel, met de som als laatste",
            HandleAsync,
            MaxBytes,
            answer: Jsonl,
            Jsonl,
            Csv)
            .WithQuery<bool>("proef", "true: alles beoordelen en niets bewaren.");

    private static async Task<IResult> HandleAsync(
        HttpRequest request,
        Caller caller,
        MeldingDbContext db,
        WriteTransaction<MeldingDbContext> transaction,
        Invoerlader lader,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (caller.Scope<Centrum>(Rollen.Centrummedewerker) is not { } centrum)
        {
            return Problems.VoorStatus(StatusCodes.Status403Forbidden);
        }

        var proef = false;
        if (request.Query.TryGetValue("proef", out var gevraagd) && !bool.TryParse(gevraagd, out proef))
        {
            return Problems.OngeldigeInvoer(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["proef"] = ["moet true of false zijn"] });
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !(type.MediaType.Equals(Jsonl, StringComparison.OrdinalIgnoreCase) || IsCsv(type)))
        {
            return Problems.VerkeerdMediatype($"{Jsonl} of {Csv}");
        }

        if (await RequestBytes.ReadAsync(request, MaxBytes, cancellationToken) is not { } bytes)
        {
            return Problems.TeGroot(MaxBytes);
        }

        if (Invoerbestand.Lees(bytes, IsCsv(type), out var weigering) is not { } bestand)
        {
            return Problems.Onleesbaar(weigering!);
        }

        db.AddAudit(caller, proef ? "melding.invoer-proef" : "melding.invoer", null, time);
        await transaction.RunAsync(static _ => Task.CompletedTask, cancellationToken);
        return Results.Stream(uit => lader.LaadAsync(bestand, caller, centrum, proef, uit, cancellationToken), Jsonl);
    }

    private static bool IsCsv(MediaTypeHeaderValue type) => type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);
}
