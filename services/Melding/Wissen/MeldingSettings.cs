namespace Draaiboek.Meldingen;

/// <summary>How long a melding is kept: <c>Draaiboek:Melding:BewaartermijnJaren</c>.</summary>
/// <param name="BewaartermijnJaren">Years after its last step that a closed or withdrawn melding is kept. Ours: no source names a term; who answers for the data sets it.</param>
internal sealed record MeldingSettings(int BewaartermijnJaren)
{
    private const int Gewoonlijk = 10;
    private const int Langst = 50;

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line when the setting is wrong; the answer is of use only when it stays empty.</param>
    public static MeldingSettings Read(IConfiguration section, List<string> errors) => new(Bewaartermijn.Read(section, "Melding:BewaartermijnJaren", Gewoonlijk, Langst, errors));
}
