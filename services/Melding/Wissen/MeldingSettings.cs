using System.Globalization;
using Draaiboek.Hosting;

namespace Draaiboek.Meldingen;

/// <summary>The settings under <c>Draaiboek:Melding:</c>.</summary>
/// <param name="BewaartermijnJaren">Years after its last step that a closed or withdrawn melding is kept. Ours: no source names a term; who answers for the data sets it.</param>
internal sealed record MeldingSettings(int BewaartermijnJaren)
{
    private const int Gewoonlijk = 10;
    private const int Langst = 50;

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line when the setting is wrong; the answer is of use only when it stays empty.</param>
    public static MeldingSettings Read(IConfiguration section, List<string> errors)
    {
        var text = section["Melding:BewaartermijnJaren"];
        if (text is null)
        {
            return new MeldingSettings(Gewoonlijk);
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var jaren) && jaren is >= 1 and <= Langst)
        {
            return new MeldingSettings(jaren);
        }

        errors.Add($"{HostSettings.Section}:Melding:BewaartermijnJaren moet een getal zijn van 1 tot {Langst}");
        return new MeldingSettings(Gewoonlijk);
    }
}
