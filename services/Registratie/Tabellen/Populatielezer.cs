using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Draaiboek.Berichten;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Registratie;

/// <summary>A closed period and the day on which it is looked at.</summary>
internal sealed record Periode(DateOnly Van, DateOnly Tot, DateOnly Peildatum);

/// <summary>
/// Who the tables of a period count, out of the facts as they stood on the reference date (G1, G2): <see cref="Tabellenlijst.Telling"/> says it in words.
/// Who is the same young person says the pseudonym as it is judged now (G6).
/// </summary>
internal sealed class Populatielezer(RegistratieDbContext db)
{
    /// <summary>A question about a young person, as little of it as is needed: there may be very many.</summary>
    private sealed record Vraag(Guid MeldingId, DateOnly Op, DateTimeOffset GeregistreerdOp, bool VraagtAssessment, Guid Jongere, Eenheid Eenheid);

    /// <summary>Where each assessment stood, by question, on the day before the period and on the reference date. One that is not in it waits.</summary>
    private sealed record Standen(Dictionary<Guid, Assessmentstand> Vooraf, Dictionary<Guid, Assessmentstand> Peil);

    /// <param name="uitgave">What the codes of the populations begin with: of each publicatie its own.</param>
    /// <returns>The populations by kind: see <see cref="Populaties"/>.</returns>
    public async Task<IReadOnlyDictionary<string, Populatie>> LeesAsync(Periode periode, string uitgave, CancellationToken cancellationToken)
    {
        var vragen = await VragenAsync(periode, cancellationToken);
        var standen = await StandenAsync(periode, cancellationToken);
        var uitbuitingen = await UitbuitingenAsync(periode, cancellationToken);
        var opnieuw = await OpnieuwAsync(periode, vragen, cancellationToken);
        bool InPeriode(Vraag vraag) => vraag.Op >= periode.Van;
        bool LiepBijBegin(Vraag vraag) => !InPeriode(vraag) && vraag.VraagtAssessment && Stand(standen.Vooraf, vraag) is Uitkomst.Lopend or Uitkomst.Wachtend;

        var jongeren = vragen.GroupBy(vraag => vraag.Jongere).Select(eigen => eigen.OrderBy(vraag => vraag.Op).ThenBy(vraag => vraag.GeregistreerdOp).ToList()).ToList();
        var laatsten = jongeren.Select(eigen => eigen[^1]).Where(InPeriode).ToList();
        var nieuw = laatsten.Select(vraag => new Lid(vraag.Eenheid, 0));
        var slachtoffers = laatsten.Select(vraag => new Lid(vraag.Eenheid, opnieuw.Contains(vraag.Jongere) ? Tabellenlijst.Opnieuw : Tabellenlijst.NietOpnieuw));
        var uitgebuit = laatsten.Where(vraag => uitbuitingen.ContainsKey(vraag.MeldingId)).Select(vraag => new Lid(uitbuitingen[vraag.MeldingId], 0));
        // Who was running already and is asked about again is running, not new: the two are told apart (vraag-dossiers-aanpak, vraag 1).
        var dossiers = jongeren.Select(eigen => (Laatste: eigen[^1], Liep: eigen.Exists(LiepBijBegin)))
            .Where(dossier => dossier.Liep || InPeriode(dossier.Laatste))
            .Select(dossier => new Lid(dossier.Laatste.Eenheid, dossier.Liep ? Tabellenlijst.Lopend : Tabellenlijst.Nieuw));
        var assessments = vragen.Where(vraag => InPeriode(vraag) && vraag.VraagtAssessment)
            .Select(vraag => new Lid(vraag.Eenheid, (int)Stand(standen.Peil, vraag) - 1));
        (string, IEnumerable<Lid>)[] soorten =
        [
            (Populaties.Jongeren, nieuw), (Populaties.Dossiers, dossiers), (Populaties.Assessments, assessments), (Populaties.Slachtoffers, slachtoffers), (Populaties.Uitbuitingen, uitgebuit),
        ];
        return soorten
            .ToDictionary(soort => soort.Item1, soort => new Populatie($"{uitgave}/{soort.Item1}", [.. soort.Item2.OrderBy(lid => lid.Eenheid.Sleutel)]), StringComparer.Ordinal);
    }

    /// <summary>Every question about a young person up to the end of the period, each once, as it stood on the reference date. One that was taken back is none.</summary>
    private async Task<List<Vraag>> VragenAsync(Periode periode, CancellationToken cancellationToken)
    {
        var feiten = db.Feiten.AsNoTracking();
        var rijen = feiten.VragenOp(periode.Peildatum)
            .Where(feit => feit.Op <= periode.Tot && feit.Ingetrokken != true && (feit.SoortVraag == SoortVraag.GekendSlachtoffer || feit.SoortVraag == SoortVraag.VraagAssessment))
            .Select(feit => new
            {
                feit.MeldingId,
                feit.Op,
                feit.GeregistreerdOp,
                VraagtAssessment = feit.SoortVraag == SoortVraag.VraagAssessment,
                // A change does not tell it: the first fact does. Not asked for by its kind: SQLite would look through all of that kind for each.
                Pseudoniem = feit.Pseudoniem ?? feiten.Where(eerst => eerst.AggregaatId == feit.AggregaatId && eerst.Pseudoniem != null).Select(eerst => eerst.Pseudoniem).FirstOrDefault(),
                Kenmerken = new Vraagkenmerken(
                    feit.Provincie, feit.Leeftijdsklasse, feit.Geslacht, feit.LinkTienerpooier, feit.AantalKeerWeggelopen, feit.Rekruteringskanaal, feit.Verblijf, feit.Sector),
            });
        var geoordeeld = await db.Herhalingen.AsNoTracking().Select(herhaling => new { herhaling.MeldingId, herhaling.Pseudoniem })
            .ToDictionaryAsync(herhaling => herhaling.MeldingId, herhaling => herhaling.Pseudoniem, cancellationToken);
        var vragen = new List<Vraag>();
        await foreach (var rij in rijen.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            // A question from before there were pseudonyms is somebody of its own.
            var jongere = geoordeeld.TryGetValue(rij.MeldingId, out var pseudoniem) ? pseudoniem : rij.Pseudoniem ?? rij.MeldingId;
            vragen.Add(new Vraag(rij.MeldingId, rij.Op, rij.GeregistreerdOp, rij.VraagtAssessment, jongere, EenheidVan(rij.MeldingId, Kenmerken.Van(rij.Kenmerken))));
        }

        return vragen;
    }

    /// <summary>What is registered of each melding. One unit for each: what a centre knows of it has another key than the question, and its own properties.</summary>
    private async Task<Dictionary<Guid, Eenheid>> UitbuitingenAsync(Periode periode, CancellationToken cancellationToken)
    {
        var rijen = db.Uitbuitingen.AsNoTracking().StandOp(periode.Peildatum)
            .Where(uitbuiting => !uitbuiting.Ingetrokken)
            .Select(uitbuiting => new
            {
                uitbuiting.AggregaatId,
                Kenmerken = new Uitbuitingskenmerken(
                    uitbuiting.Rekruteringskanaal, uitbuiting.Middelen, uitbuiting.AantalVerdachten, uitbuiting.Plaats, uitbuiting.Provincie, uitbuiting.Grensoverschrijdend),
            });
        var eenheden = new Dictionary<Guid, Eenheid>();
        await foreach (var rij in rijen.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            eenheden.Add(rij.AggregaatId, EenheidVan(rij.AggregaatId, Kenmerken.Van(rij.Kenmerken)));
        }

        return eenheden;
    }

    /// <summary>Who turned out in the period to be victim again, whichever question that was written down with.</summary>
    private async Task<HashSet<Guid>> OpnieuwAsync(Periode periode, List<Vraag> vragen, CancellationToken cancellationToken)
    {
        var meldingen = await db.Feiten.AsNoTracking().Where(feit => feit.Soort == FeitSoort.HernieuwdSlachtofferschap).StandOp(periode.Peildatum)
            .Where(feit => feit.Ingetrokken != true && feit.Op >= periode.Van && feit.Op <= periode.Tot)
            .Select(feit => feit.MeldingId)
            .ToHashSetAsync(cancellationToken);
        return [.. vragen.Where(vraag => meldingen.Contains(vraag.MeldingId)).Select(vraag => vraag.Jongere)];
    }

    private async Task<Standen> StandenAsync(Periode periode, CancellationToken cancellationToken)
    {
        var vooraf = periode.Van.AddDays(-1);
        var rijen = db.Feiten.AsNoTracking()
            .Where(feit => Feitsoorten.Stappen.Contains(feit.Soort) && feit.Op <= periode.Peildatum)
            .Where(Assessmentstand.BrengtVerder<Feit>())
            .Select(feit => new { feit.MeldingId, feit.Soort, feit.Op, feit.Versie, feit.GeregistreerdOp });
        var standen = new Standen([], []);
        await foreach (var rij in rijen.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var stand = new Assessmentstand(rij.Versie, rij.GeregistreerdOp, Assessmentstand.Na(rij.Soort));
            Houd(standen.Peil, rij.MeldingId, stand);
            if (rij.Op <= vooraf)
            {
                Houd(standen.Vooraf, rij.MeldingId, stand);
            }
        }

        return standen;
    }

    private static void Houd(Dictionary<Guid, Assessmentstand> laatste, Guid melding, Assessmentstand stand)
    {
        ref var bekend = ref CollectionsMarshal.GetValueRefOrAddDefault(laatste, melding, out var was);
        if (!was || stand.Orde.CompareTo(bekend.Orde) > 0)
        {
            bekend = stand;
        }
    }

    private static Uitkomst Stand(Dictionary<Guid, Assessmentstand> standen, Vraag vraag) => standen.TryGetValue(vraag.MeldingId, out var laatste) ? laatste.Uitkomst : Uitkomst.Wachtend;

    private static Eenheid EenheidVan(Guid melding, byte[] codes)
    {
        var hash = SHA256.HashData([.. melding.ToByteArray(), .. codes]);
        return new Eenheid(new Guid(hash.AsSpan(0, 16)), codes);
    }
}
