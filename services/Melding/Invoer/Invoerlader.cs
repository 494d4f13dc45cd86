using System.Text.Json;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Draaiboek.Hosting.Identity;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Loads a file part by part: judges the lines, finds which were loaded before, and commits the others. Small parts, so that others pass in between: an acute melding
/// does not wait for the end of somebody's past. Whatever ends it halfway, it is simply done again.
/// </summary>
internal sealed class Invoerlader(
    MeldingDbContext db, WriteTransaction<MeldingDbContext> transaction, Meldingmaker maker, IValidator<RegelInvoer> regels, MasterKey master)
{
    /// <summary>Lines that are committed together, and between two lines of progress.</summary>
    private const int Samen = 100;

    /// <summary>How often somebody else may be first with a line of the same part.</summary>
    private const int MeestePogingen = 5;

    private static readonly byte[] Regeleinde = "\n"u8.ToArray();

    private readonly Regelkenmerk _kenmerk = new(master);

    /// <summary>By key, on which line of this file it stands first.</summary>
    private readonly Dictionary<string, (int Nummer, string Inhoud)> _eerder = new(StringComparer.Ordinal);

    /// <summary>Writes a line to <paramref name="uit"/> for each that is refused, the progress, and the sum at the end.</summary>
    /// <param name="proef">Judges all the same, and keeps nothing.</param>
    public async Task LaadAsync(Invoerbestand bestand, Caller caller, Centrum centrum, bool proef, Stream uit, CancellationToken cancellationToken)
    {
        var (gelezen, aanvaard, gekend, geweigerd, metVerloop) = (0, 0, 0, 0, 0);
        foreach (var deel in bestand.Regels.Chunk(Samen))
        {
            var oordelen = deel.Select(regel => Beoordeel(regel, caller, bestand.Veld)).ToList();
            var nieuw = await ZonderGekendeAsync(oordelen.FindAll(oordeel => oordeel.Fouten.Count == 0), centrum, cancellationToken);
            if (!proef)
            {
                nieuw = await RegistreerAsync(nieuw, caller, centrum, cancellationToken);
            }

            var goed = oordelen.FindAll(oordeel => oordeel.Fouten.Count == 0);
            gelezen += deel.Length;
            aanvaard += nieuw.Count;
            gekend += goed.Count - nieuw.Count;
            geweigerd += oordelen.Count - goed.Count;
            metVerloop += goed.Count(oordeel => oordeel.Invoer?.Verloop is not null);
            foreach (var oordeel in oordelen.Where(oordeel => oordeel.Fouten.Count > 0))
            {
                await SchrijfAsync(uit, new VoerMeldingenIn.RegelGeweigerd(oordeel.Nummer, oordeel.Fouten), cancellationToken);
            }

            if (deel.Length == Samen)
            {
                await SchrijfAsync(uit, new VoerMeldingenIn.Tussenstand(gelezen), cancellationToken);
            }

            await uit.FlushAsync(cancellationToken);
            // SQLite never lets go of the thread by itself.
            await Task.Yield();
        }

        await SchrijfAsync(uit, new VoerMeldingenIn.Antwoord(gelezen, aanvaard, gekend, geweigerd, metVerloop, proef), cancellationToken);
    }

    private Oordeel Beoordeel(Bestandsregel regel, Caller caller, Func<string, string> veld)
    {
        if (regel.Fout is { } fout)
        {
            return new Oordeel(regel.Nummer, fout);
        }

        var input = JsonInput<RegelInvoer>.Read(regel.Json, regels, caller, regel.Nummer);
        if (input.Unreadable is { } reden)
        {
            return new Oordeel(regel.Nummer, reden);
        }

        if (input.Errors.Count > 0)
        {
            return new Oordeel(regel.Nummer, [.. input.Errors.SelectMany(pad => pad.Value.Select(tekst => new VoerMeldingenIn.Fout(veld(pad.Key), tekst)))]);
        }

        var inhoud = _kenmerk.VanInhoud(regel.Json);
        var sleutel = input.Value.Kenmerk is { } kenmerk ? _kenmerk.VanKenmerk(kenmerk) : inhoud;
        var oordeel = new Oordeel(regel.Nummer, []) { Invoer = input.Value, Sleutel = sleutel, Inhoud = inhoud };
        if (!_eerder.TryAdd(sleutel, (regel.Nummer, inhoud)))
        {
            var (nummer, zelfde) = _eerder[sleutel];
            oordeel.Weiger(
                input.Value.Kenmerk is null
                    ? new VoerMeldingenIn.Fout("", $"gelijk aan regel {nummer}; geef een kenmerk als het twee vragen waren")
                    : new VoerMeldingenIn.Fout("kenmerk", zelfde == inhoud ? $"gelijk aan regel {nummer}; een kenmerk hoort bij één vraag" : $"staat ook op regel {nummer}, met andere inhoud"));
        }

        return oordeel;
    }

    /// <summary>Those that were not loaded before. Refuses what contradicts what was.</summary>
    private async Task<List<Oordeel>> ZonderGekendeAsync(List<Oordeel> oordelen, Centrum centrum, CancellationToken cancellationToken)
    {
        var sleutels = oordelen.SelectMany(oordeel => (string[])[oordeel.Sleutel, oordeel.Inhoud]).Distinct(StringComparer.Ordinal).ToArray();
        var gekend = await db.Invoerregels.AsNoTracking()
            .Where(regel => regel.Centrum == centrum && sleutels.Contains(regel.Sleutel))
            .ToDictionaryAsync(regel => regel.Sleutel, regel => regel.Inhoud, StringComparer.Ordinal, cancellationToken);
        var nieuw = new List<Oordeel>();
        foreach (var oordeel in oordelen)
        {
            if (gekend.TryGetValue(oordeel.Sleutel, out var inhoud))
            {
                if (inhoud != oordeel.Inhoud)
                {
                    oordeel.Weiger(new VoerMeldingenIn.Fout("kenmerk", "kenmerk al ingevoerd met andere inhoud"));
                }
            }
            else if (gekend.ContainsKey(oordeel.Inhoud) && !_eerder.ContainsKey(oordeel.Inhoud))
            {
                // It may be the same question, given a reference afterwards, or a second one: no file alone can tell.
                oordeel.Weiger(new VoerMeldingenIn.Fout("kenmerk", "deze vraag is al ingevoerd zonder kenmerk; was het een tweede, zet dan de eerste er zonder kenmerk voor"));
            }
            else
            {
                nieuw.Add(oordeel);
            }
        }

        return nieuw;
    }

    /// <returns>Those that were registered; of the others somebody else was first meanwhile.</returns>
    private async Task<List<Oordeel>> RegistreerAsync(List<Oordeel> nieuw, Caller caller, Centrum centrum, CancellationToken cancellationToken)
    {
        for (var poging = 1; nieuw.Count > 0; poging++)
        {
            // Beforehand: what takes time must not be done while others wait to write.
            var meldingen = await Task.WhenAll(nieuw.Select(MaakAsync));
            try
            {
                await transaction.RunAsync(
                    _ =>
                    {
                        foreach (var (oordeel, invoer, melding) in meldingen)
                        {
                            maker.VoegToe(db, melding, invoer, caller);
                            db.AddRow(new Invoerregel { Centrum = centrum, Sleutel = oordeel.Sleutel, Inhoud = oordeel.Inhoud, MeldingId = melding.Id, IngevoerdOp = melding.GeregistreerdOp });
                        }

                        return Task.CompletedTask;
                    },
                    cancellationToken);
                return nieuw;
            }
            catch (DbUpdateException fault) when (poging < MeestePogingen && DatabaseFaults.IsDuplicate(fault))
            {
                // The same file, or one that shares lines with it, is loaded by somebody else at this moment. Nothing of this part was kept.
                nieuw = await ZonderGekendeAsync(nieuw, centrum, cancellationToken);
            }
        }

        return nieuw;

        async Task<(Oordeel Oordeel, MeldingInvoer Invoer, Melding Melding)> MaakAsync(Oordeel oordeel)
        {
            var invoer = oordeel.Invoer!.AlsMelding();
            return (oordeel, invoer, await maker.MaakAsync(invoer, caller, ingevoerd: true, cancellationToken));
        }
    }

    private static async Task SchrijfAsync<T>(Stream uit, T regel, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(uit, regel, ApiJson.Options, cancellationToken);
        await uit.WriteAsync(Regeleinde, cancellationToken);
    }

    /// <summary>What is found of one line.</summary>
    private sealed class Oordeel(int nummer, List<VoerMeldingenIn.Fout> fouten)
    {
        public Oordeel(int nummer, string reden) : this(nummer, [new VoerMeldingenIn.Fout("", reden)])
        {
        }

        public int Nummer => nummer;

        public IReadOnlyList<VoerMeldingenIn.Fout> Fouten => fouten;

        public RegelInvoer? Invoer { get; init; }

        public string Sleutel { get; init; } = "";

        public string Inhoud { get; init; } = "";

        public void Weiger(VoerMeldingenIn.Fout fout) => fouten.Add(fout);
    }
}
