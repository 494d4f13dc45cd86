using Draaiboek.Berichten;
using Draaiboek.Hosting;
using Draaiboek.Hosting.Identity;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>Where a draft stands. There is one answer: what was submitted is a melding, and no draft any more.</summary>
internal enum ConceptToestand
{
    NietIngediend = 1,
}

/// <summary>
/// A melding that was begun and not submitted. It is no melding: no centre sees it, nothing counts it and no message tells of it. All that was filled in is in the encrypted
/// field, under a key of its own.
/// </summary>
internal sealed class Concept
{
    /// <summary>For one organisation or one centre.</summary>
    public const int Meest = 200;

    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    /// <summary>KBO number of the organisation, or code of the centre, whose people may go on with it.</summary>
    public required string Eigenaar { get; init; }

    public required DateTimeOffset BegonnenOp { get; init; }

    /// <summary>Day of the last change, Europe/Brussels.</summary>
    public required DateOnly GewijzigdOp { get; set; }

    /// <summary>Kind of question, as far as it is filled in: what somebody finds the draft again by.</summary>
    public SoortVraag? Soort { get; set; }

    /// <summary>Encrypted JSON: the unfinished body of <c>POST /api/meldingen</c>.</summary>
    public required byte[] InhoudVersleuteld { get; set; }
}

/// <summary>Who goes on with which draft: whoever is of the same organisation, or of the same centre.</summary>
internal static class ConceptToegang
{
    /// <summary>Whose the draft becomes: the centre's for who works there, as at the registration. Null when the token names nobody who can report.</summary>
    public static string? Eigenaar(this Caller caller) => Eigenaars(caller).FirstOrDefault();

    public static IQueryable<Concept> ZichtbaarVoor(this IQueryable<Concept> concepten, Caller caller)
    {
        var eigenaars = Eigenaars(caller).ToList();
        return concepten.Where(concept => eigenaars.Contains(concept.Eigenaar));
    }

    private static IEnumerable<string> Eigenaars(Caller caller)
    {
        if (caller.Scope<Centrum>(Rollen.Centrummedewerker) is { } centrum)
        {
            yield return centrum.ToString();
        }

        // Only what is a number: a scope that reads as the code of a centre is no way to its drafts.
        if (caller.Scope(Rollen.Melder) is { } organisatie && KboNummer.IsGeldig(organisatie))
        {
            yield return organisatie;
        }
    }
}

/// <summary>The table of the drafts in <see cref="MeldingDbContext"/>.</summary>
internal static class ConceptModel
{
    public static void AddConcepten(this ModelBuilder model)
    {
        model.Entity<Concept>(concept =>
        {
            concept.HasKey(c => c.Id);
            concept.Property(c => c.Id).ValueGeneratedNever();
            concept.Property(c => c.Versie).IsConcurrencyToken();
            concept.Property(c => c.Eigenaar).HasMaxLength(40);
            concept.HasIndex(c => new { c.Eigenaar, c.BegonnenOp, c.Id });
            concept.HasIndex(c => c.GewijzigdOp);
        });
    }
}
