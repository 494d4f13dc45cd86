using Draaiboek.Berichten;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Http;

namespace Draaiboek.Meldingen;

/// <summary>Where a conversation stands: who has the next word.</summary>
internal enum MeldpuntToestand
{
    Wachtend = 1,
    Beantwoord,
    Gesloten,
}

internal enum MeldpuntStap
{
    Bericht = 1,
    Antwoord,
    Sluiting,
}

/// <summary>Who wrote a message: the one without a name (A13), or the centre.</summary>
internal enum Schrijver
{
    Anoniem = 1,
    Centrum,
}

/// <summary>What the reporter tells about being the young person; nobody has to.</summary>
internal enum ZelfJongere
{
    Ja = 1,
    Nee,
    ZegtLieverNiet,
}

/// <summary>Why a conversation was closed. <see cref="Termijn"/> is the platform's own: nobody wrote any more.</summary>
internal enum RedenSluiting
{
    Afgerond = 1,
    Doorverwezen,
    Misbruik,
    Termijn,
}

/// <summary>Which step is possible in which state, and where it leads. The reporter's own step has no refusal: with the conversation the code is gone.</summary>
internal static class Meldpuntstappen
{
    private static readonly Dictionary<(MeldpuntToestand, MeldpuntStap), MeldpuntToestand> Overgangen = new()
    {
        [(MeldpuntToestand.Wachtend, MeldpuntStap.Bericht)] = MeldpuntToestand.Wachtend,
        [(MeldpuntToestand.Wachtend, MeldpuntStap.Antwoord)] = MeldpuntToestand.Beantwoord,
        [(MeldpuntToestand.Wachtend, MeldpuntStap.Sluiting)] = MeldpuntToestand.Gesloten,

        [(MeldpuntToestand.Beantwoord, MeldpuntStap.Bericht)] = MeldpuntToestand.Wachtend,
        [(MeldpuntToestand.Beantwoord, MeldpuntStap.Antwoord)] = MeldpuntToestand.Beantwoord,
        [(MeldpuntToestand.Beantwoord, MeldpuntStap.Sluiting)] = MeldpuntToestand.Gesloten,
    };

    public static bool Kan(MeldpuntToestand van, MeldpuntStap stap) => Overgangen.ContainsKey((van, stap));

    /// <exception cref="KeyNotFoundException">The state does not allow the step; whoever takes it asks first.</exception>
    public static MeldpuntToestand Naar(MeldpuntToestand van, MeldpuntStap stap) => Overgangen[(van, stap)];

    /// <summary>The refusal of a step of the centre, with what it can do in that state.</summary>
    public static Outcome NietToegelaten(MeldpuntToestand toestand) => new Outcome.StapNietToegelaten(
        toestand.Woord(),
        [.. new[] { MeldpuntStap.Antwoord, MeldpuntStap.Sluiting }.Where(stap => Kan(toestand, stap)).Select(stap => stap.Woord())]);
}

/// <summary>
/// Somebody without a name and a centre write to each other (M11, A13). Of when, only days are kept; of who, nothing. What was written stands in
/// <see cref="Meldpuntbericht"/>, under a key of this conversation. Once it is closed only codes, counts and days are left.
/// </summary>
internal sealed class Meldpuntgesprek
{
    /// <summary>As many messages as a person reads; who has more to say begins another conversation.</summary>
    public const int MeesteBerichten = 200;

    /// <summary>Random: an id of version 7 would tell the millisecond in which somebody wrote.</summary>
    public required Guid Id { get; init; }

    public int Versie { get; set; } = 1;

    public required Centrum Centrum { get; init; }

    public MeldpuntToestand Toestand { get; set; } = MeldpuntToestand.Wachtend;

    public required ZelfJongere? ZelfJongere { get; init; }

    public required DateOnly GeopendOp { get; init; }

    /// <summary>Day of the last message of either side.</summary>
    public required DateOnly LaatsteOp { get; set; }

    /// <summary>Sort key of the centre's list: what waits for an answer first, and of that what waits longest.</summary>
    public long Volgorde { get; set; }

    /// <summary>Of both sides; the next message gets the number after it.</summary>
    public int AantalBerichten { get; set; }

    public int AantalAntwoorden { get; set; }

    /// <summary>What the row is found by: a keyed hash of the first group of the receipt code. Null once it is closed.</summary>
    public byte[]? CodeKenmerk { get; set; }

    public byte[]? CodeZout { get; set; }

    /// <summary>Slow hash of the rest of the receipt code; the code itself is nowhere.</summary>
    public byte[]? CodeHash { get; set; }

    public DateOnly? GeslotenOp { get; set; }

    public RedenSluiting? RedenSluiting { get; set; }

    /// <summary>The next message of this conversation, encrypted with its key.</summary>
    public Meldpuntbericht Schrijf(Schrijver van, string tekst, DataKey key, DateOnly vandaag)
    {
        AantalBerichten++;
        AantalAntwoorden += van == Schrijver.Centrum ? 1 : 0;
        LaatsteOp = vandaag > LaatsteOp ? vandaag : LaatsteOp;
        Zet(van == Schrijver.Centrum ? MeldpuntStap.Antwoord : MeldpuntStap.Bericht);
        return new Meldpuntbericht
        {
            GesprekId = Id,
            Nummer = AantalBerichten,
            Van = van,
            Op = vandaag,
            TekstVersleuteld = key.Encrypt(Meldpuntbericht.Veld(AantalBerichten), tekst),
        };
    }

    /// <summary>Closes it for good: nobody finds it by its code any more. Its messages and its key are for <see cref="MeldpuntWissing"/>.</summary>
    public void Sluit(RedenSluiting reden, DateOnly vandaag)
    {
        Zet(MeldpuntStap.Sluiting);
        (GeslotenOp, RedenSluiting) = (vandaag, reden);
        (CodeKenmerk, CodeZout, CodeHash) = (null, null, null);
    }

    private void Zet(MeldpuntStap stap)
    {
        Toestand = Meldpuntstappen.Naar(Toestand, stap);
        Volgorde = ((int)Toestand * 1_000_000_000L) + (LaatsteOp.Year * 10_000) + (LaatsteOp.Month * 100) + LaatsteOp.Day;
        Versie++;
    }
}

/// <summary>One message. Text only, and nobody's name is asked; one that stands in it all the same is encrypted with the rest and never leaves this service.</summary>
internal sealed class Meldpuntbericht
{
    public required Guid GesprekId { get; init; }

    /// <summary>Place in the conversation, from 1: of two messages of one day the order is known and not the time.</summary>
    public required int Nummer { get; init; }

    public required Schrijver Van { get; init; }

    public required DateOnly Op { get; init; }

    public required byte[] TekstVersleuteld { get; init; }

    /// <summary>Name of the encrypted field, with the number in it: a text can't be moved to another place in its conversation.</summary>
    public static string Veld(int nummer) => $"bericht {nummer}";

    public GelezenBericht Lees(DataKey key) => new(Nummer, Van, Op, key.Decrypt(Veld(Nummer), TekstVersleuteld));
}

/// <summary>A message as both sides read it.</summary>
internal sealed record GelezenBericht(int Nummer, Schrijver Van, DateOnly Op, string Tekst);
