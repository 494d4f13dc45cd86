using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>Facts that contradict each other give no figures but an error that says which sum does not hold (G3). Each test has a year of its own.</summary>
[Trait("Regel", "G3")]
public abstract class SluitproefTests(ServicesFixture services)
{
    public static TheoryData<string, int, string> Tegenspraken() => new()
    {
        // What contradicts, the year that is this case's own, and the sum that shows it.
        { "twee assessments van één vraag", 2016, "assessments.gevraagd is 2, maar advies 0 + lopend 2 + wachtend 1 + nietGestart 0 + stopgezet 0 + overgedragen 0 is 3" },
        { "een gesprek na een advies", 2018, "assessments.advies is 1, maar negatief 0 + positief 0 is 0" },
        { "twee keer geregistreerd", 2020, "vragen is 2, maar infoFenomeen 0 + teamondersteuning 0 + inschattingGedrag 0 + gekendSlachtoffer 0 + vraagAssessment 3 is 3" },
        { "een gesprek na het niet starten", 2022, "werkvoorraad.bijBegin + nieuw is " },
    };

    [Theory]
    [MemberData(nameof(Tegenspraken))]
    public async Task Given_facts_that_contradict_When_asked_Then_an_error_with_the_sum_and_no_figures_G3(string naam, int jaar, string som)
    {
        DateOnly ontvangen = new(jaar, 2, 1), eerste = new(jaar, 3, 1), tweede = new(jaar, 4, 1);
        var (verloop, ander) = (new Verloop(ontvangen).Gesprek(eerste), new Verloop(ontvangen));
        var halfjaar = 1;
        switch (naam)
        {
            case "twee assessments van één vraag":
                await SpeelAsync(verloop, ander);
                await services.SendAsync((AssessmentgesprekWerdGevoerd)verloop.Berichten[^1] with { AssessmentId = Guid.CreateVersion7(), Op = tweede });
                break;
            case "een gesprek na een advies":
                await SpeelAsync(verloop.Negatief(eerste).Gesprek(tweede), ander);
                break;
            case "twee keer geregistreerd":
                await SpeelAsync(verloop, ander);
                await services.SendAsync((MeldingWerdGeregistreerd)verloop.Berichten[0] with { Versie = 2, OntvangenOp = ontvangen.AddDays(1) });
                break;
            case "een gesprek na het niet starten":
                (halfjaar, tweede) = (2, new(jaar, 8, 1));
                await SpeelAsync(new Verloop(ontvangen).NietGestart(eerste, RedenNietGestart.NietBereikbaar).Gesprek(tweede), ander);
                break;
        }

        var antwoord = await services.VraagAlleCijfersAsync(jaar, new { halfjaar }, tweede);
        Assert.Null(antwoord["data"]);
        var fouten = antwoord["errors"]!.AsArray();
        Assert.All(fouten, fout => Assert.Equal(Sluitproef.Code, (string?)fout!["extensions"]!["code"]));
        var sluit = Assert.Single(fouten, fout => ((string)fout!["message"]!).Contains(som, StringComparison.Ordinal))!;
        Assert.NotEqual(0, (int)sluit["extensions"]!["verschil"]!);
        Assert.DoesNotMatch("[0-9a-fA-F]{8}-", antwoord.ToJsonString());
        // Whoever looks only at what came before, or at another year, is answered.
        Assert.Equal(2, (await services.AlleCijfersAsync(jaar, new { halfjaar = 1 }, ontvangen)).Vragen);
        Assert.Equal(0, (await services.AlleCijfersAsync(jaar - 1)).Vragen);
        Assert.Contains(services.Log.Lines, regel => regel.Contains("do not reconcile", StringComparison.Ordinal) && regel.Contains(som, StringComparison.Ordinal));
    }

    private async Task SpeelAsync(params Verloop[] verlopen)
    {
        foreach (var verloop in verlopen)
        {
            await verloop.SpeelAfAsync(services);
        }
    }
}

public sealed class SluitproefTestsEmbedded(EmbeddedServices services) : SluitproefTests(services), IClassFixture<EmbeddedServices>;

public sealed class SluitproefTestsDistributed(DistributedServices services) : SluitproefTests(services.OrSkip()), IClassFixture<DistributedServices>;
