using System.Linq.Expressions;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// The caller's meldingen, newest first: an organisation's own, or what is addressed to the centre. Without identity, so a glance leaves nothing on a screen.
/// Whatever page and filter is asked, the acute ones that nobody touched stand in front, with their number (M8): who has the night must not have to look for them.
/// </summary>
internal static class LijstMeldingen
{
    /// <summary>As many as somebody reads at once; the number tells that there are more, <c>onaangeroerd=true</c> gives all.</summary>
    private const int MeestVooraan = 10;

    private static readonly Expression<Func<Melding, Rij>> Lees =
        m => new Rij(new Regel(m.Id, m.Versie, m.Toestand, m.Soort, m.Centrum, m.Kanaal, m.Organisatie, m.OntvangenOp, m.GeregistreerdOp, m.Acuut, null), m.AcuutSinds);

    /// <param name="UrenOnaangeroerd">Of an acute one: whole hours since it is so in which nobody took a step (M8); null once somebody did.</param>
    internal sealed record Regel(
        Guid Id,
        int Versie,
        MeldingToestand Toestand,
        SoortVraag Soort,
        Centrum Centrum,
        Kanaal Kanaal,
        string Organisatie,
        DateOnly OntvangenOp,
        DateTimeOffset GeregistreerdOp,
        bool Acuut,
        int? UrenOnaangeroerd);

    private sealed record Rij(Regel Regel, DateTimeOffset? AcuutSinds)
    {
        public Regel SindsAanraking(DateTimeOffset nu) => Regel with { UrenOnaangeroerd = Acuut.Uren(AcuutSinds, nu) };
    }

    /// <param name="Aantal">All of the caller's, also when the list is filtered.</param>
    /// <param name="Oudste">The first of them, the one that waits longest on top.</param>
    internal sealed record Onaangeroerden(int Aantal, IReadOnlyList<Regel> Oudste);

    internal sealed record Antwoord(Onaangeroerden AcuutOnaangeroerd, IReadOnlyList<Regel> Items, PageInfo PageInfo);

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapQuery<Antwoord>(
            "/api/meldingen",
            Toegang.Voor(Rollen.Melder, Rollen.Centrummedewerker),
            "De eigen meldingen, nieuwste eerst; vooraan telkens de acute die niemand aanraakte",
            HandleAsync)
            .WithPaging()
            .WithQuery<bool>("acuut", "Alleen de acute, of alleen de andere.")
            .WithQuery<MeldingToestand>("toestand", "Alleen in deze toestand.")
            .WithQuery<SoortVraag>("soort", "Alleen deze soort vraag.")
            .WithQuery<bool>("onaangeroerd", "true: alleen de acute die nog openstaan en waarop niemand een stap zette, langst wachtend eerst.");

    private static async Task<Outcome> HandleAsync(
        HttpRequest request, PageRequest page, Caller caller, MeldingDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var filter = Meldingfilter.Read(request.Query);
        if (filter.Errors.Count > 0 || page.Errors is not null)
        {
            return new Outcome.Invalid(filter.Errors.Concat(page.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal));
        }

        var eigen = db.Meldingen.AsNoTracking().ZichtbaarVoor(caller);
        var rows = await Bladzijde(filter.Van(eigen, db), filter.Onaangeroerd, page).Select(Lees).ToListAsync(cancellationToken);
        var aantal = await eigen.Onaangeroerd(db).CountAsync(cancellationToken);
        var oudste = aantal == 0 ? [] : await OudsteEerst(eigen.Onaangeroerd(db)).Take(MeestVooraan).Select(Lees).ToListAsync(cancellationToken);
        var acuut = rows.Where(row => row.Regel.Acuut).Select(row => row.Regel.Id).ToList();
        var stil = acuut.Count == 0 ? [] : await eigen.Where(m => acuut.Contains(m.Id)).Onaangeroerd(db).Select(m => m.Id).ToHashSetAsync(cancellationToken);

        var nu = time.GetUtcNow();
        var bladzijde = page.Cut(
            rows,
            row => stil.Contains(row.Regel.Id) ? row.SindsAanraking(nu) : row.Regel,
            row => ((filter.Onaangeroerd ? row.AcuutSinds!.Value : row.Regel.GeregistreerdOp).UtcTicks, row.Regel.Id));
        return new Outcome.Ok(new Antwoord(new Onaangeroerden(aantal, [.. oudste.Select(row => row.SindsAanraking(nu))]), bladzijde.Items, bladzijde.PageInfo));
    }

    /// <summary>After the cursor, in the order of the list: by the moment of registration, or since when it is acute, and the id.</summary>
    private static IQueryable<Melding> Bladzijde(IQueryable<Melding> meldingen, bool oudsteEerst, PageRequest page)
    {
        if (!oudsteEerst)
        {
            return page.LatestFirst(meldingen);
        }

        if (page is { AfterKey: { } key, AfterId: { } id })
        {
            var op = new DateTimeOffset(key, TimeSpan.Zero);
            meldingen = meldingen.Where(m => m.AcuutSinds > op || (m.AcuutSinds == op && m.Id.CompareTo(id) > 0));
        }

        return OudsteEerst(meldingen).Take(page.First + 1);
    }

    private static IOrderedQueryable<Melding> OudsteEerst(IQueryable<Melding> meldingen) => meldingen.OrderBy(m => m.AcuutSinds).ThenBy(m => m.Id);
}

/// <summary>What a caller asks of the list.</summary>
internal sealed record Meldingfilter(bool? Acuut, MeldingToestand? Toestand, SoortVraag? Soort, bool Onaangeroerd, IReadOnlyDictionary<string, string[]> Errors)
{
    private static readonly Dictionary<string, bool> JaOfNee = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, bool> Ja = new(StringComparer.Ordinal) { ["true"] = true };

    public static Meldingfilter Read(IQueryCollection query)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        return new Meldingfilter(
            Een(query, "acuut", JaOfNee, errors),
            Een(query, "toestand", Woorden<MeldingToestand>(), errors),
            Een(query, "soort", Woorden<SoortVraag>(), errors),
            Een(query, "onaangeroerd", Ja, errors) ?? false,
            errors);
    }

    public IQueryable<Melding> Van(IQueryable<Melding> meldingen, MeldingDbContext db)
    {
        meldingen = Acuut is { } acuut ? meldingen.Where(m => m.Acuut == acuut) : meldingen;
        meldingen = Toestand is { } toestand ? meldingen.Where(m => m.Toestand == toestand) : meldingen;
        meldingen = Soort is { } soort ? meldingen.Where(m => m.Soort == soort) : meldingen;
        return Onaangeroerd ? meldingen.Onaangeroerd(db) : meldingen;
    }

    private static T? Een<T>(IQueryCollection query, string naam, IReadOnlyDictionary<string, T> woorden, Dictionary<string, string[]> errors) where T : struct
    {
        if (!query.TryGetValue(naam, out var gevraagd))
        {
            return null;
        }

        if (gevraagd is [{ } woord] && woorden.TryGetValue(woord, out var code))
        {
            return code;
        }

        errors[naam] = [$"kent enkel: {string.Join(", ", woorden.Keys)}"];
        return null;
    }

    private static Dictionary<string, T> Woorden<T>() where T : struct, Enum => Codes.Van(typeof(T)).ToDictionary(pair => pair.Key, pair => (T)pair.Value, StringComparer.Ordinal);
}
