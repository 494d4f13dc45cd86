namespace Draaiboek.Meldingen;

/// <summary>
/// The meldingen that are held to be about one young person: those that judgements join, also by way of others. Kept free of contradiction: two that are judged
/// different are never in one group.
/// </summary>
/// <param name="meldingen">All meldingen of the groups of the two that are judged.</param>
/// <param name="oordelen">Every version of the judgements among these.</param>
internal sealed class Jongerengroep(IReadOnlyList<Melding> meldingen, IEnumerable<Herhalingsoordeel> oordelen)
{
    public const string TegenAnderOordeel =
        "Een eerder oordeel zegt dat een melding van de ene groep over een andere jongere gaat dan een van de andere groep. Herzie dat oordeel eerst.";

    public const string LangsAndereOordelen = "Langs andere oordelen gaan deze meldingen toch over dezelfde jongere. Herzie die oordelen eerst.";

    private readonly List<Herhalingsoordeel> _geldend =
        [.. oordelen.GroupBy(oordeel => (oordeel.EersteMeldingId, oordeel.TweedeMeldingId)).Select(paar => paar.MaxBy(oordeel => oordeel.Versie)!)];

    /// <summary>
    /// Lets the judgement on these two take effect. The group that is left as it was, or has the oldest melding, keeps its pseudonym.
    /// </summary>
    /// <returns>Why it can't be, in one Dutch sentence; null when it is done.</returns>
    public string? Pas(Oordeel oordeel, Melding een, Melding ander)
    {
        var fout = oordeel == Oordeel.ZelfdeJongere ? VoegSamen(een, ander) : Splits(een, ander);
        if (fout is null)
        {
            foreach (var melding in meldingen)
            {
                // Also where nothing moved: of two judgements at once on what hangs together the second must look again.
                melding.JongereVersie++;
            }
        }

        return fout;
    }

    private string? VoegSamen(Melding een, Melding ander)
    {
        // Within a group there are none, so whatever says 'other' stands between the two.
        if (_geldend.Exists(oordeel => oordeel.Oordeel == Oordeel.AndereJongere && !oordeel.IsTussen(een.Id, ander.Id)))
        {
            return TegenAnderOordeel;
        }

        Verplaats(meldingen, Oudste(meldingen).JongereId!.Value);
        return null;
    }

    private string? Splits(Melding een, Melding ander)
    {
        // What joined a melding that has a young person of its own again, since it was corrected, joins it no longer.
        var jongere = meldingen.ToDictionary(melding => melding.Id, melding => melding.JongereId);
        var deel = Verbonden(een.Id, _geldend.FindAll(oordeel =>
            oordeel.Oordeel == Oordeel.ZelfdeJongere
            && jongere[oordeel.EersteMeldingId] == jongere[oordeel.TweedeMeldingId]
            && !oordeel.IsTussen(een.Id, ander.Id)));
        if (deel.Contains(ander.Id))
        {
            return LangsAndereOordelen;
        }

        if (een.JongereId == ander.JongereId)
        {
            var blijft = deel.Contains(Oudste(meldingen).Id);
            Verplaats(meldingen.Where(melding => deel.Contains(melding.Id) != blijft), Guid.NewGuid());
        }

        return null;
    }

    private static HashSet<Guid> Verbonden(Guid van, List<Herhalingsoordeel> banden)
    {
        var gezien = new HashSet<Guid> { van };
        var teZien = new Stack<Guid>(gezien);
        while (teZien.TryPop(out var id))
        {
            foreach (var band in banden.Where(band => band.EersteMeldingId == id || band.TweedeMeldingId == id))
            {
                if (gezien.Add(band.Andere(id)))
                {
                    teZien.Push(band.Andere(id));
                }
            }
        }

        return gezien;
    }

    private static Melding Oudste(IEnumerable<Melding> meldingen) => meldingen.MinBy(melding => (melding.GeregistreerdOp, melding.Id))!;

    private static void Verplaats(IEnumerable<Melding> meldingen, Guid jongereId)
    {
        foreach (var melding in meldingen)
        {
            melding.JongereId = jongereId;
        }
    }
}
