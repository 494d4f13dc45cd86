using Draaiboek.Berichten;

namespace Draaiboek.Tests.Support;

/// <summary>What became of one question for assessment, as the messages that tell it, in the order of their versions.</summary>
internal sealed class Verloop
{
    private readonly List<object> _berichten = [];
    private readonly Guid _assessmentId = Guid.CreateVersion7();
    private int _versie = 1;

    public Verloop(DateOnly ontvangenOp)
    {
        OntvangenOp = ontvangenOp;
        _berichten.Add(Bericht.Vraag(op: ontvangenOp, melding: MeldingId));
        _berichten.Add(new AssessmentWerdAangevraagd
        {
            AssessmentId = _assessmentId,
            MeldingId = MeldingId,
            Versie = _versie,
            Op = ontvangenOp,
            GeregistreerdOp = DateTimeOffset.UtcNow,
            Centrum = Centrum.Payoke,
        });
    }

    public Guid MeldingId { get; } = Guid.CreateVersion7();

    public DateOnly OntvangenOp { get; }

    public IReadOnlyList<object> Berichten => _berichten;

    public Verloop Kennismaking(DateOnly op, bool ookEersteAssessmentgesprek = false) => Met(new KennismakingsgesprekWerdGevoerd
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        OokEersteAssessmentgesprek = ookEersteAssessmentgesprek,
    });

    public Verloop Gesprek(DateOnly op) => Met(new AssessmentgesprekWerdGevoerd
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Nummer = _versie,
    });

    public Verloop Negatief(DateOnly op) => Met(new NegatiefAdviesWerdGegeven
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
    });

    public Verloop Positief(DateOnly op, bool toestemming = true) => Met(new PositiefAdviesWerdGegeven
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Centrum = Centrum.Payoke,
        ToestemmingGegeven = toestemming,
    });

    public Verloop NietGestart(DateOnly op, RedenNietGestart reden) => Met(new AssessmentWerdNietGestart
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        Reden = reden,
    });

    public Verloop Stopgezet(DateOnly op) => Met(new AssessmentWerdStopgezet
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
    });

    public Verloop Overgedragen(DateOnly op) => Met(new AssessmentWerdOvergedragen
    {
        AssessmentId = _assessmentId,
        MeldingId = MeldingId,
        Versie = ++_versie,
        Op = op,
        GeregistreerdOp = DateTimeOffset.UtcNow,
        NaarCentrum = Centrum.Surya,
    });

    /// <summary>Sends all of it, in order.</summary>
    public async Task SpeelAfAsync(ServicesFixture services)
    {
        foreach (var bericht in _berichten)
        {
            await services.SendAsync(bericht);
        }
    }

    private Verloop Met(object bericht)
    {
        _berichten.Add(bericht);
        return this;
    }
}
