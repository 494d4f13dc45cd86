namespace Draaiboek.Meldingen;

/// <summary>In what two identities agree, or what speaks against it; codes only, never a value.</summary>
internal enum Overeenkomst
{
    Rijksregisternummer = 1,
    Naam,
    NaamdelenVerwisseld,
    Spellingvariant,
    Geboortedatum,
    DagEnMaandVerwisseld,
    GeboortedatumEenDeelAnders,

    /// <summary>Both numbers are known and they differ. Who first had a BIS number may have got another one since.</summary>
    AnderRijksregisternummer,
}

/// <summary>
/// Whether two identities may be of one young person who was reported more than once (G6), and why. A rule, not a probability: a suggestion is
/// (1) the same rijksregisternummer; or (2) first and family name the same or spelling variants of each other, also exchanged, with the same birth date,
/// also with day and month exchanged; or (3) both names the same, with one part of the birth date different. With two different numbers only the same names
/// with the same birth date are. What is not known agrees with nothing, so a name alone never is. Our own choice; the sources name no rule.
/// </summary>
internal sealed record Vergelijking(bool IsVoorstel, IReadOnlyList<Overeenkomst> Overeenkomsten)
{
    /// <summary>A shorter word has too many neighbours at one letter.</summary>
    private const int KortsteVoorEenLetter = 4;

    /// <summary>Mohamed and Muhammad: from three consonants on they say enough.</summary>
    private const int KortsteGeraamte = 3;

    private const int KortsteDeel = 3;

    public static Vergelijking Van(IdentiteitJongere een, IdentiteitJongere ander)
    {
        var overeenkomsten = new SortedSet<Overeenkomst>();
        var zelfdeNummer = een.Rijksregisternummer is { } nummer && nummer == ander.Rijksregisternummer;
        var anderNummer = !zelfdeNummer && een.Rijksregisternummer is not null && ander.Rijksregisternummer is not null;
        if (zelfdeNummer || anderNummer)
        {
            overeenkomsten.Add(zelfdeNummer ? Overeenkomst.Rijksregisternummer : Overeenkomst.AnderRijksregisternummer);
        }

        var naam = Namen(een, ander, overeenkomsten);
        var datum = Datum(een.Geboortedatum, ander.Geboortedatum);
        if (datum is { } code)
        {
            overeenkomsten.Add(code);
        }

        var voorstel = (naam, datum) switch
        {
            _ when zelfdeNummer => true,
            (Overeenkomst.Naam, Overeenkomst.Geboortedatum) => true,
            _ when anderNummer => false,
            (Overeenkomst.Naam, not null) => true,
            (Overeenkomst.Spellingvariant, Overeenkomst.Geboortedatum or Overeenkomst.DagEnMaandVerwisseld) => true,
            _ => false,
        };
        return new Vergelijking(voorstel, [.. overeenkomsten]);
    }

    /// <returns><see cref="Overeenkomst.Naam"/>, <see cref="Overeenkomst.Spellingvariant"/>, or null when first or family name differ or are not known.</returns>
    private static Overeenkomst? Namen(IdentiteitJongere een, IdentiteitJongere ander, SortedSet<Overeenkomst> overeenkomsten)
    {
        if (Naamvorm.Van(een.Voornaam) is not { } voornaam || Naamvorm.Van(een.Familienaam) is not { } familienaam
            || Naamvorm.Van(ander.Voornaam) is not { } andereVoornaam || Naamvorm.Van(ander.Familienaam) is not { } andereFamilienaam)
        {
            return null;
        }

        var recht = Beide(Naam(voornaam, andereVoornaam), Naam(familienaam, andereFamilienaam));
        var gekruist = ZelfdeDelen([.. voornaam.Delen, .. familienaam.Delen], [.. andereVoornaam.Delen, .. andereFamilienaam.Delen])
            ? Overeenkomst.Naam
            : Beide(Naam(voornaam, andereFamilienaam), Naam(familienaam, andereVoornaam));
        var verwisseld = recht is null || (recht == Overeenkomst.Spellingvariant && gekruist == Overeenkomst.Naam);
        if ((verwisseld ? gekruist : recht) is not { } naam)
        {
            return null;
        }

        overeenkomsten.Add(naam);
        if (verwisseld)
        {
            overeenkomsten.Add(Overeenkomst.NaamdelenVerwisseld);
        }

        return naam;
    }

    /// <summary>Two names agree no better than the one that agrees less.</summary>
    private static Overeenkomst? Beide(Overeenkomst? een, Overeenkomst? ander)
        => een is null || ander is null ? null : een == Overeenkomst.Naam ? ander : een;

    private static Overeenkomst? Naam(Naamvorm een, Naamvorm ander)
        => een.Aaneen == ander.Aaneen || ZelfdeDelen(een.Delen, ander.Delen) ? Overeenkomst.Naam : IsVariant(een, ander) ? Overeenkomst.Spellingvariant : null;

    private static bool ZelfdeDelen(IReadOnlyList<string> een, IReadOnlyList<string> ander)
        => een.Count == ander.Count && een.Order(StringComparer.Ordinal).SequenceEqual(ander.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static bool IsVariant(Naamvorm een, Naamvorm ander)
    {
        if (een.Aaneen.Any(char.IsDigit) || ander.Aaneen.Any(char.IsDigit))
        {
            // A number is right or it is another one.
            return false;
        }

        return een.Klank == ander.Klank
            || EenLetter(een.Aaneen, ander.Aaneen)
            || EenLetter(een.Klank, ander.Klank)
            || (een.Geraamte == ander.Geraamte && een.Geraamte.Length >= KortsteGeraamte)
            || IsDeelVan(een, ander)
            || IsDeelVan(ander, een);
    }

    private static bool EenLetter(string een, string ander)
        => Math.Min(een.Length, ander.Length) >= KortsteVoorEenLetter && Naamvorm.HoogstensEenLetterAnders(een, ander);

    /// <summary>One wrote all names, the other the one that is used.</summary>
    private static bool IsDeelVan(Naamvorm kort, Naamvorm lang)
        => kort.Delen.Count < lang.Delen.Count && kort.Delen.All(deel => deel.Length >= KortsteDeel && lang.Delen.Contains(deel, StringComparer.Ordinal));

    private static Overeenkomst? Datum(DateOnly? een, DateOnly? ander)
    {
        if (een is not { } dag || ander is not { } andere)
        {
            return null;
        }

        if (dag == andere)
        {
            return Overeenkomst.Geboortedatum;
        }

        if (dag.Year == andere.Year && dag.Day == andere.Month && dag.Month == andere.Day)
        {
            return Overeenkomst.DagEnMaandVerwisseld;
        }

        var gelijk = (dag.Year == andere.Year ? 1 : 0) + (dag.Month == andere.Month ? 1 : 0) + (dag.Day == andere.Day ? 1 : 0);
        return gelijk == 2 ? Overeenkomst.GeboortedatumEenDeelAnders : null;
    }
}
