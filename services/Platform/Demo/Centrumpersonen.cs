namespace Draaiboek.Platform.Demonstratie;

/// <summary>Who acts for a centre in the demo.</summary>
internal sealed record Centrumpersonen(string Naam, string Medewerker, string Jurist)
{
    private static readonly Dictionary<string, Centrumpersonen> Alle = new(StringComparer.Ordinal)
    {
        ["payoke"] = new("Payoke", "medewerker-payoke", "jurist-payoke"),
        ["pagAsa"] = new("PAG-ASA", "medewerker-pagasa", "jurist-pagasa"),
        ["surya"] = new("Sürya", "medewerker-surya", "jurist-surya"),
    };

    public static bool Kent(string centrum) => Alle.ContainsKey(centrum);

    public static Centrumpersonen Van(string centrum) => Alle[centrum];
}
