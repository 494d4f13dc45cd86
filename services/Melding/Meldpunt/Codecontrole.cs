using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;
using Microsoft.EntityFrameworkCore;

namespace Draaiboek.Meldingen;

/// <summary>
/// Finds the conversation of a receipt code without knowing any code. The row is looked for by a keyed hash of the first group, which says nothing to who has the database and
/// not the master key; of the rest a slow hash must fit.
/// <para>
/// The odds. A guess finds one of n conversations with n in 23²⁹ (3·10³⁹). The gateway lets 420 through in a minute; kept up for a year, with 10,000 conversations open, that is
/// 7 in 10²⁸. Who knows the first group, from a glance at the paper, has ten tries an hour for the other 23 characters: in a year 4 in 10²⁷. So neither the limits nor the cost of the
/// hash keep guessers out, the length does; the limits keep the meldpunt open for others.
/// </para>
/// </summary>
internal sealed class Codecontrole(MasterKey master, Codepogingen pogingen)
{
    /// <summary>
    /// Rounds of PBKDF2 with HMAC-SHA-256, some tens of milliseconds. For 104 bits drawn by lot one round would do. The cost is for the day that less is unknown: half the paper in a
    /// photograph leaves 52 bits to try against a stolen database, and these rounds add 17. More would make each question of a stranger a burden on all.
    /// </summary>
    private const int Rondes = 100_000;

    private const int ZoutBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Stands in for a row that is not there, so that it costs as much as one that is.</summary>
    private static readonly byte[] GeenZout = new byte[ZoutBytes];

    // However many ask: the other requests of the service keep their half of the machine.
    private readonly SemaphoreSlim _beurten = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>A code whose first group no conversation has: that is found by it alone.</summary>
    public async Task<Ontvangstcode> NieuweAsync(MeldingDbContext db, CancellationToken cancellationToken)
    {
        while (true)
        {
            var code = Ontvangstcode.Nieuw();
            var kenmerk = KenmerkVan(code);
            if (!await db.Meldpuntgesprekken.AnyAsync(g => g.CodeKenmerk == kenmerk, cancellationToken))
            {
                return code;
            }
        }
    }

    /// <summary>What is kept of the code.</summary>
    public async Task VerbergAsync(Ontvangstcode code, Meldpuntgesprek gesprek, CancellationToken cancellationToken)
    {
        var zout = RandomNumberGenerator.GetBytes(ZoutBytes);
        (gesprek.CodeKenmerk, gesprek.CodeZout, gesprek.CodeHash) = (KenmerkVan(code), zout, await HashAsync(code, zout, cancellationToken));
    }

    /// <summary>
    /// The conversation of that code; null when there is none, when it is closed, or when too many codes with this first group were wrong. All of these do the same work: a look by the
    /// index and one slow hash.
    /// </summary>
    public async Task<Meldpuntgesprek?> VindAsync(IQueryable<Meldpuntgesprek> gesprekken, string getypt, CancellationToken cancellationToken)
    {
        var code = Ontvangstcode.Lees(getypt) ?? throw new InvalidOperationException("A code that was written wrong does not get past the rules of its request.");
        var kenmerk = KenmerkVan(code);
        var mag = pogingen.Begin(kenmerk);
        var gesprek = await gesprekken.SingleOrDefaultAsync(g => g.CodeKenmerk == kenmerk, cancellationToken);
        var hash = await HashAsync(code, gesprek?.CodeZout ?? GeenZout, cancellationToken);
        // Against itself when there is no row, which fits; that there is none is asked apart.
        var past = CryptographicOperations.FixedTimeEquals(hash, gesprek?.CodeHash ?? hash);
        if (!(past & mag & gesprek is not null))
        {
            return null;
        }

        pogingen.Gelukt(kenmerk);
        return gesprek;
    }

    private byte[] KenmerkVan(Ontvangstcode code) => HMACSHA256.HashData(master.Derive("meldpunt-kenmerk"), Encoding.ASCII.GetBytes(code.Zoekdeel));

    private async Task<byte[]> HashAsync(Ontvangstcode code, byte[] zout, CancellationToken cancellationToken)
    {
        await _beurten.WaitAsync(cancellationToken);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(code.Geheim, zout, Rondes, HashAlgorithmName.SHA256, HashBytes);
        }
        finally
        {
            _beurten.Release();
        }
    }
}

/// <summary>
/// Counts the wrong codes with one first group, whether a conversation has it or not, in the memory of this process: ten an hour, of which also the right one waits the end.
/// Another first group does not notice.
/// </summary>
internal sealed class Codepogingen(TimeProvider time)
{
    public const int Meeste = 10;

    /// <summary>More than the gateway lets through in an hour.</summary>
    private const int MeesteKenmerken = 50_000;

    private static readonly TimeSpan Venster = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (int Aantal, DateTimeOffset Tot)> _fout = new(StringComparer.Ordinal);

    /// <summary>Counts a try beforehand: many at once are no way around it.</summary>
    /// <returns>False when there were too many.</returns>
    public bool Begin(byte[] kenmerk)
    {
        var nu = time.GetUtcNow();
        if (_fout.Count >= MeesteKenmerken)
        {
            MaakPlaats(nu);
        }

        return _fout.AddOrUpdate(
            Convert.ToHexString(kenmerk),
            _ => (1, nu + Venster),
            (_, stand) => stand.Tot > nu ? (Math.Min(stand.Aantal, Meeste) + 1, stand.Tot) : (1, nu + Venster)).Aantal <= Meeste;
    }

    /// <summary>It was no guess.</summary>
    public void Gelukt(byte[] kenmerk)
    {
        var sleutel = Convert.ToHexString(kenmerk);
        while (_fout.TryGetValue(sleutel, out var stand) && !_fout.TryUpdate(sleutel, (stand.Aantal - 1, stand.Tot), stand))
        {
            // Another try with the same first group came in between.
        }
    }

    private void MaakPlaats(DateTimeOffset nu)
    {
        foreach (var (kenmerk, stand) in _fout)
        {
            if (stand.Tot <= nu)
            {
                _fout.TryRemove(kenmerk, out _);
            }
        }

        // Somebody tries first groups by the thousand; to forget some gives nobody a chance worth the name.
        foreach (var kenmerk in _fout.Keys.Take(Math.Max(0, _fout.Count - MeesteKenmerken + (MeesteKenmerken / 10))))
        {
            _fout.TryRemove(kenmerk, out _);
        }
    }
}

/// <summary>The one answer to a code that opens nothing, whatever is the matter with it.</summary>
internal static class OnbekendeCode
{
    public static Outcome Antwoord { get; } = new Outcome.NotFound(
        "Met deze code is er geen gesprek (meer). Is ze juist overgenomen? Na veel foute pogingen gaat ook een juiste code een uur niet open. "
        + "Een gesprek dat gesloten werd of waarin lang niemand schreef, is gewist. Bij gevaar: bel 101 of 112. Child Focus is dag en nacht bereikbaar op 116 000.");
}
