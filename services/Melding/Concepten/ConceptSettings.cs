namespace Draaiboek.Meldingen;

/// <summary>How long a draft is kept: <c>Draaiboek:Melding:ConceptBewaartermijnDagen</c>.</summary>
/// <param name="BewaartermijnDagen">Days after the last change.</param>
internal sealed record ConceptSettings(int BewaartermijnDagen)
{
    private const int Gewoonlijk = 30;
    private const int Langst = 365;

    /// <param name="section">The section <c>Draaiboek</c>.</param>
    /// <param name="errors">Gets a line when the setting is wrong; the answer is of use only when it stays empty.</param>
    public static ConceptSettings Read(IConfiguration section, List<string> errors) => new(Bewaartermijn.Read(section, "Melding:ConceptBewaartermijnDagen", Gewoonlijk, Langst, errors));

    /// <summary>The last day on which a draft that was last changed on that day is still there.</summary>
    public DateOnly BewaardTot(DateOnly gewijzigdOp) => gewijzigdOp.AddDays(BewaartermijnDagen);
}
