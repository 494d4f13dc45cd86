using System.Globalization;

namespace Draaiboek.Registratie;

/// <summary>A released table as rows: a cell each, with its class on each axis. Below it, after an empty row, what it is and what its numbers mean.</summary>
internal static class Tabelcsv
{
    /// <summary>What a margin is called, where GraphQL leaves the class out.</summary>
    public const string Totaal = "totaal";

    public static byte[] Schrijf(Tabellenpublicatie publicatie, Tabel tabel)
    {
        var csv = new Csv([.. tabel.Assen.Select(axis => axis.Titel), "waarde"]);
        foreach (var cel in tabel.Cellen)
        {
            csv.Rij([.. cel.Klassen.Select((code, axis) => Titel(tabel, axis, code)), cel.Waarde?.ToString(CultureInfo.InvariantCulture)]);
        }

        csv.Rij();
        csv.Rij("tabel", tabel.Titel);
        csv.Rij("wat er geteld is", tabel.Telling);
        csv.Rij("bron", tabel.Bron);
        csv.Rij("definitie", Tekst($"versie {tabel.Versie}, sinds {tabel.Sinds:yyyy-MM-dd}"));
        csv.Rij("periode", publicatie.Periode);
        csv.Rij("peildatum", Tekst($"{publicatie.Peildatum:yyyy-MM-dd}"));
        csv.Rij("publicatie", Tekst($"nummer {publicatie.Nummer}, versie {publicatie.Versie}{(publicatie.Vervangen ? ", intussen vervangen" : "")}"));
        csv.Rij("hash", publicatie.Hash);
        foreach (var zin in tabel.Nota)
        {
            csv.Rij("nota", zin);
        }

        return csv.Bytes();
    }

    public static string Titel(Tabel tabel, int axis, string? code) => code is null ? Totaal : tabel.Assen[axis].Klassen.Single(klasse => klasse.Code == code).Titel;

    private static string Tekst(FormattableString tekst) => tekst.ToString(CultureInfo.InvariantCulture);
}
