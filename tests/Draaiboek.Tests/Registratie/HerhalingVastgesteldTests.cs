using Draaiboek.Berichten;
using Draaiboek.Registratie;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.Registratie;

/// <summary>The registration keeps the pseudonym of the latest judgement, in whatever order it hears of it (G6, DESIGN 5).</summary>
[Trait("Regel", "G6")]
public abstract class HerhalingVastgesteldTests(ServicesFixture services)
{
    [Theory]
    [InlineData(2, 3, 4)]
    [InlineData(4, 3, 2)]
    [InlineData(3, 4, 2)]
    [InlineData(4, 2, 4)]
    public async Task Given_several_judgements_When_they_come_in_this_order_Then_the_highest_version_holds_G6(params int[] volgorde)
    {
        var melding = Guid.CreateVersion7();
        var berichten = volgorde.Distinct().ToDictionary(versie => versie, versie => Vastgesteld(melding, versie));
        foreach (var versie in volgorde)
        {
            await services.SendAsync(berichten[versie]);
        }

        var herhaling = await HerhalingAsync(melding);
        Assert.Equal((4, berichten[4].Pseudoniem), (herhaling.Versie, herhaling.Pseudoniem));
    }

    [Fact]
    public async Task Given_judgements_that_come_all_at_once_When_they_are_dealt_with_Then_the_highest_version_holds_G6()
    {
        var melding = Guid.CreateVersion7();
        var berichten = Enumerable.Range(2, 30).Select(versie => Vastgesteld(melding, versie)).ToArray();
        var geschud = berichten.ToArray();
        new Random(7).Shuffle(geschud);
        await Parallel.ForEachAsync(geschud, ServicesFixture.VeelTegelijk, async (bericht, _) => await services.SendAsync(bericht));
        var herhaling = await HerhalingAsync(melding);
        Assert.Equal((31, berichten[^1].Pseudoniem), (herhaling.Versie, herhaling.Pseudoniem));
    }

    [Fact]
    public async Task Given_a_judgement_When_it_comes_before_the_question_itself_Then_both_are_kept_G6()
    {
        var vraag = Bericht.Vraag() with { Pseudoniem = Guid.NewGuid() };
        var oordeel = Vastgesteld(vraag.MeldingId, 2);
        await services.SendAsync(oordeel);
        await services.SendAsync(vraag);
        Assert.Equal(oordeel.Pseudoniem, (await HerhalingAsync(vraag.MeldingId)).Pseudoniem);
        Assert.Equal(vraag.Pseudoniem, await services.InDbAsync<RegistratieDbContext, Guid?>(RegistratieService.Name, async db => (await db.Feiten.AsNoTracking().SingleAsync(feit => feit.AggregaatId == vraag.MeldingId)).Pseudoniem));
    }

    private static HerhalingWerdVastgesteld Vastgesteld(Guid melding, int versie) => new()
    {
        MeldingId = melding,
        Versie = versie,
        Pseudoniem = Guid.NewGuid(),
        GeregistreerdOp = DateTimeOffset.UtcNow,
    };

    private Task<Herhaling> HerhalingAsync(Guid melding)
        => services.InDbAsync<RegistratieDbContext, Herhaling>(RegistratieService.Name, db => db.Herhalingen.AsNoTracking().SingleAsync(herhaling => herhaling.MeldingId == melding));
}

public sealed class HerhalingVastgesteldTestsEmbedded(EmbeddedServices services) : HerhalingVastgesteldTests(services), IClassFixture<EmbeddedServices>;

public sealed class HerhalingVastgesteldTestsDistributed(DistributedServices services) : HerhalingVastgesteldTests(services.OrSkip()), IClassFixture<DistributedServices>;
