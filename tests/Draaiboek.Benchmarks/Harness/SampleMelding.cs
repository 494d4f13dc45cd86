using System.Text.Json;

namespace Draaiboek.Benchmarks;

/// <summary>A melding of an organisation as the demo's year has most of: with a young person, signals and some text. Synthetic.</summary>
internal static class SampleMelding
{
    public static byte[] Body { get; } = JsonSerializer.SerializeToUtf8Bytes(new
    {
        soort = "vraagAssessment",
        centrum = "payoke",
        sector = "jeugdhulp",
        contactpersoon = new { naam = "Contact-003", telefoon = "+32470000003", email = "contact-003@example.org" },
        jongere = new
        {
            voornaam = "Voornaam-003",
            familienaam = "Familienaam-003",
            geboortedatum = "2009-11-13",
            geslacht = "vrouw",
            provincie = "oostVlaanderen",
            verblijf = "thuis",
        },
        signalen = new[] { "onderInvloedVanOnbekende", "ongewettigdSchoolverzuim", "overtreedtDeWet" },
        aantalKeerWeggelopen = 0,
        linkTienerpooier = "zeker",
        rekruteringskanaal = "socialeMedia",
        consulent = new { betrokken = true, dienst = "sdj", afgesproken = true },
        acuut = false,
        omschrijving = "Synthetische omschrijving 003.",
    });
}
