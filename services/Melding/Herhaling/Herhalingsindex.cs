using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>What a blind token is made of. Each holds enough to tell people apart, so that a common name alone finds nobody.</summary>
internal enum HerhalingstokenSoort
{
    Rijksregisternummer = 1,
    DatumEnNaamdeel,
    DatumEnInitialen,
    NaamEnJaar,
    NaamEnDag,
}

/// <summary>A keyed and truncated hash of something of the young person: by it a repeat is found without anything readable being stored (G6).</summary>
internal sealed class Herhalingstoken
{
    /// <summary>A melding has about a dozen of these.</summary>
    public static readonly ColumnInsert Insert = ColumnInsert.Of<Herhalingstoken>(
        """
        INSERT INTO "Herhalingstokens" ("MeldingId", "Soort", "Token")
        SELECT * FROM unnest($1, $2, $3)
        """,
        when: null,
        ColumnInsert.Column((Herhalingstoken row) => row.MeldingId),
        ColumnInsert.Column((Herhalingstoken row) => row.Soort.ToString()),
        ColumnInsert.Column((Herhalingstoken row) => row.Token));

    public required Guid MeldingId { get; init; }

    public required HerhalingstokenSoort Soort { get; init; }

    public required int Token { get; init; }
}

/// <summary>
/// The blind index of 'reported more than once' (G6), and of nothing else: taken in more than once and victim again are other repeats and never counted by it.
/// Says which meldingen are worth comparing; whether they are a suggestion says <see cref="Vergelijking"/>, after opening them.
/// </summary>
internal sealed class Herhalingsindex(MasterKey master)
{
    /// <summary>
    /// So short that also for who has the key one token fits many names: a token alone identifies nobody. Long enough that among 100,000 young persons hardly any
    /// is opened for a token that is the same by chance.
    /// </summary>
    private const int Bits = 24;

    /// <summary>There are few numbers: some six million for who is under eighteen.</summary>
    private const int BitsVanNummer = 20;

    /// <summary>With the rest of a melding still few enough rows to be saved together with others.</summary>
    private const int MeesteDelen = 8;

    private readonly byte[] _tokenKey = master.Derive("herhaling.token");
    private readonly byte[] _pseudonymKey = master.Derive("herhaling.pseudoniem");

    /// <summary>Registers whom the new melding is about: as a young person of its own until somebody judges otherwise, findable by tokens.</summary>
    public void NeemOp(MeldingDbContext db, Melding melding, IdentiteitJongere identiteit)
    {
        melding.JongereId = Guid.NewGuid();
        // Higher than what others may have heard before it was an adviesvraag for a while.
        melding.JongereVersie = (melding.JongereVersie ?? 0) + 1;
        foreach (var token in Tokens(melding.Id, identiteit))
        {
            db.AddRow(token);
        }
    }

    /// <summary>Puts the tokens of a corrected identity in the place of the old ones. For who the young person is judged to be it changes nothing.</summary>
    public async Task VervangAsync(MeldingDbContext db, Melding melding, IdentiteitJongere identiteit, CancellationToken cancellationToken)
    {
        if (melding.JongereId is null)
        {
            // An adviesvraag that turns out to be about a young person.
            NeemOp(db, melding, identiteit);
            return;
        }

        var nieuw = Tokens(melding.Id, identiteit).ToDictionary(token => (token.Soort, token.Token));
        foreach (var oud in await db.Herhalingstokens.Where(token => token.MeldingId == melding.Id).ToListAsync(cancellationToken))
        {
            if (!nieuw.Remove((oud.Soort, oud.Token)))
            {
                db.Herhalingstokens.Remove(oud);
            }
        }

        db.Herhalingstokens.AddRange(nieuw.Values);
    }

    /// <summary>Erasing, as far as it concerns the index: the tokens go in the same save as the line in the ledger of erased keys.</summary>
    public static async Task VerwijderAsync(MeldingDbContext db, IReadOnlyCollection<Guid> meldingen, CancellationToken cancellationToken)
        => db.Herhalingstokens.RemoveRange(await db.Herhalingstokens.Where(token => meldingen.Contains(token.MeldingId)).ToListAsync(cancellationToken));

    /// <summary>
    /// What the other services know the young person by: an HMAC over a random id, so that nobody can compute it from a name, also not who has the key.
    /// </summary>
    public Guid Pseudoniem(Guid jongereId) => new(HMACSHA256.HashData(_pseudonymKey, jongereId.ToByteArray()).AsSpan(0, 16));

    /// <summary>None of a name or birth date alone: only when all three are known there is something to compare (<see cref="Vergelijking"/>).</summary>
    public IReadOnlyList<Herhalingstoken> Tokens(Guid meldingId, IdentiteitJongere identiteit)
        => [.. Waarden(identiteit).Distinct().Select(waarde => new Herhalingstoken { MeldingId = meldingId, Soort = waarde.Soort, Token = Token(waarde.Soort, waarde.Waarde) })
            .DistinctBy(token => (token.Soort, token.Token))];

    private static IEnumerable<(HerhalingstokenSoort Soort, string Waarde)> Waarden(IdentiteitJongere identiteit)
    {
        if (identiteit.Rijksregisternummer is { } nummer)
        {
            yield return (HerhalingstokenSoort.Rijksregisternummer, nummer);
        }

        if (Naamvorm.Van(identiteit.Voornaam) is not { } voornaam || Naamvorm.Van(identiteit.Familienaam) is not { } familienaam || identiteit.Geboortedatum is not { } geboren)
        {
            yield break;
        }

        // Day and month without saying which is which: exchanged they give the same.
        var dag = string.Create(CultureInfo.InvariantCulture, $"{Math.Min(geboren.Day, geboren.Month):00}{Math.Max(geboren.Day, geboren.Month):00}");
        var datum = string.Create(CultureInfo.InvariantCulture, $"{geboren.Year:0000}{dag}");
        foreach (var deel in voornaam.Delen.Concat(familienaam.Delen).Take(MeesteDelen))
        {
            // One of the names as it sounds: the other may be written in any way.
            yield return (HerhalingstokenSoort.DatumEnNaamdeel, $"{datum}|{Naamvorm.KlankVan(deel)}");
        }

        // For when both are written differently.
        yield return (HerhalingstokenSoort.DatumEnInitialen, $"{datum}|{Gesorteerd(voornaam.Klank[..1], familienaam.Klank[..1])}");
        var namen = Gesorteerd(voornaam.Klank, familienaam.Klank);
        yield return (HerhalingstokenSoort.NaamEnJaar, string.Create(CultureInfo.InvariantCulture, $"{geboren.Year:0000}|{namen}"));
        yield return (HerhalingstokenSoort.NaamEnDag, $"{dag}|{namen}");
    }

    /// <summary>First and family name without saying which is which.</summary>
    private static string Gesorteerd(string een, string ander) => string.CompareOrdinal(een, ander) <= 0 ? $"{een}|{ander}" : $"{ander}|{een}";

    private int Token(HerhalingstokenSoort soort, string waarde)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_tokenKey, Encoding.UTF8.GetBytes($"{soort}|{waarde}"), hash);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) >> (32 - (soort == HerhalingstokenSoort.Rijksregisternummer ? BitsVanNummer : Bits)));
    }
}
