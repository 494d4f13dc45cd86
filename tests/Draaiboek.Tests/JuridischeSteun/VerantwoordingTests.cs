using System.Net;
using Draaiboek.Berichten;
using Draaiboek.Hosting.Audit;
using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Reserved;
using Draaiboek.JuridischeSteun;
using Draaiboek.Tests.Gateway;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Draaiboek.Tests.JuridischeSteun;

/// <summary>The account of reserved acts is counted, not assumed, and what no code path may write can't be written (M5).</summary>
[Trait("Regel", "M5")]
public abstract class VerantwoordingTests(Func<ServicesFixture> nieuw)
{
    private static readonly DateOnly Dag = new(2019, 3, 4);
    private static readonly Guid Kopie = new("aaaaaaaa-0000-4000-8000-000000000001");
    private static readonly string[] Nul = ["inlichtingParket 0/0", "openingJuridischDossier 0/0", "startBegeleiding 0/0"];

    [Fact]
    public async Task Given_one_file_opened_by_a_person_When_accounted_for_Then_one_by_a_person_and_none_by_itself_M5()
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        foreach (var dienst in Postvak.Diensten)
        {
            Assert.Equal(Nul, await services.VerantwoordingAsync(dienst));
        }

        await OpenAsync(services);
        foreach (var dienst in Postvak.Diensten)
        {
            string[] verwacht = dienst == JuridischeSteunService.Name ? [Nul[0], "openingJuridischDossier 1/0", Nul[2]] : Nul;
            Assert.Equal(verwacht, await services.VerantwoordingAsync(dienst));
            Assert.Equal(verwacht, await services.VerantwoordingAsync(dienst, "stuurgroep"));
        }
    }

    [Fact]
    public async Task Given_a_file_that_nobody_opened_When_accounted_for_Then_it_is_counted_as_by_itself_M5()
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        await OpenAsync(services);
        // A copy of the file under another id and melding, behind the back of the service.
        await services.VoerUitAsync(JuridischeSteunService.Name, $"""
            INSERT INTO "Dossiers" ("Id", "MeldingId", "Versie", "Centrum", "Aanleiding", "Toestand", "GeopendOp", "GeregistreerdOp", "GeopendDoor", "ToestemmingDoor")
            SELECT {Kopie}, {Guid.NewGuid()}, "Versie", "Centrum", "Aanleiding", "Toestand", "GeopendOp", "GeregistreerdOp", "GeopendDoor", "ToestemmingDoor" FROM "Dossiers"
            """);
        Assert.Equal([Nul[0], "openingJuridischDossier 1/1", Nul[2]], await services.VerantwoordingAsync(JuridischeSteunService.Name));

        // An act of another kind does not excuse it, nor does one without a person.
        await services.VoerUitAsync(JuridischeSteunService.Name, Handeling("InlichtingParket", "p"));
        Assert.Equal(["inlichtingParket 1/0", "openingJuridischDossier 1/1", Nul[2]], await services.VerantwoordingAsync(JuridischeSteunService.Name));
        await services.VoerUitAsync(JuridischeSteunService.Name, Handeling("OpeningJuridischDossier", ""));
        Assert.Equal(["inlichtingParket 1/0", "openingJuridischDossier 1/1", Nul[2]], await services.VerantwoordingAsync(JuridischeSteunService.Name));
    }

    [Fact]
    public async Task Given_another_role_or_no_token_When_the_account_is_asked_Then_403_or_401()
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        foreach (var dienst in Postvak.Diensten)
        {
            foreach (var rol in new[] { Invoer.Melder, Invoer.Medewerker, Invoer.Jurist, "beheerder", null })
            {
                using var client = services.Client(dienst, rol is null ? [] : [rol]);
                using var response = await client.GetAsync(new Uri($"/api/verantwoording/{dienst}", UriKind.Relative));
                await ProblemAssert.IsProblemAsync(response, rol is null ? 401 : 403, rol is null ? "niet-aangemeld" : "geen-toegang");
            }
        }
    }

    public static TheoryData<string> Handelingen() => ["none", "other subject", "other kind", "no person", "right"];

    [Theory]
    [MemberData(nameof(Handelingen))]
    public async Task Given_a_file_without_the_act_of_a_person_When_code_saves_it_Then_it_throws_M5(string handeling)
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        var dossier = new JuridischDossier
        {
            Id = Guid.NewGuid(),
            MeldingId = Guid.NewGuid(),
            Centrum = Centrum.Payoke,
            Aanleiding = AanleidingSoort.PositiefAdvies,
            GeopendOp = Dag,
            GeregistreerdOp = DateTimeOffset.UtcNow,
            GeopendDoor = "persoon-t",
            ToestemmingDoor = ToestemmingDoor.Slachtoffer,
        };
        async Task<int> BewaarAsync(JuridischeSteunDbContext db)
        {
            db.Dossiers.Add(dossier);
            if (handeling != "none")
            {
                db.Handelingen.Add(new VoorbehoudenHandeling
                {
                    Soort = handeling == "other kind" ? HandelingSoort.StartBegeleiding : HandelingSoort.OpeningJuridischDossier,
                    OnderwerpId = handeling == "other subject" ? Guid.NewGuid() : dossier.Id,
                    VoId = handeling == "no person" ? "" : "persoon-t",
                    Rechtsgrond = Rechtsgrond.Toestemming,
                    Waarom = [1],
                    Op = Dag,
                    GeregistreerdOp = DateTimeOffset.UtcNow,
                });
            }

            return await db.SaveChangesAsync();
        }

        var bewaren = services.InDbAsync<JuridischeSteunDbContext, int>(JuridischeSteunService.Name, BewaarAsync);
        if (handeling == "right")
        {
            Assert.Equal(2, await bewaren);
            return;
        }

        var fout = await Assert.ThrowsAsync<InvalidOperationException>(() => bewaren);
        Assert.StartsWith("M5", fout.Message, StringComparison.Ordinal);
        Assert.Equal(Nul, await services.VerantwoordingAsync(JuridischeSteunService.Name));
    }

    [Fact]
    public async Task Given_the_audit_trail_and_the_acts_When_code_changes_or_deletes_a_row_Then_it_throws_and_they_stay()
    {
        await using var own = await OwnServices.StartAsync(nieuw());
        var services = own.Fixture;
        await OpenAsync(services);
        Action<ServiceDbContext>[] knoeierijen =
        [
            db => db.Entry(db.Audit.First()).Property(nameof(AuditRow.Sub)).CurrentValue = "iemand-anders",
            db => db.Remove(db.Audit.First()),
            db => db.Entry(db.Handelingen.First()).Property(nameof(VoorbehoudenHandeling.VoId)).CurrentValue = "iemand-anders",
            db => db.Remove(db.Handelingen.First()),
        ];
        foreach (var knoeierij in knoeierijen)
        {
            foreach (var bewaar in new Func<ServiceDbContext, Task<int>>[] { db => db.SaveChangesAsync(), db => Task.FromResult(db.SaveChanges()) })
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => services.KijkAsync(JuridischeSteunService.Name, db =>
                {
                    knoeierij(db);
                    return bewaar(db);
                }));
            }
        }

        Assert.Equal((1, 1), await services.KijkAsync(JuridischeSteunService.Name, async db =>
            (await db.Audit.CountAsync(row => row.Sub == Invoer.Jurist), await db.Handelingen.CountAsync(row => row.VoId != "iemand-anders"))));
    }

    private static FormattableString Handeling(string soort, string voId) => $"""
        INSERT INTO "Handelingen" ("Id", "Soort", "OnderwerpId", "VoId", "Rechtsgrond", "Waarom", "Op", "GeregistreerdOp")
        VALUES ({Guid.NewGuid()}, {soort}, {Kopie}, {voId}, 'Toestemming', {new byte[] { 1 }}, {Dag}, {DateTime.UtcNow})
        """;

    private static async Task OpenAsync(ServicesFixture services)
    {
        var vraag = Bericht.Vraag(SoortVraag.GekendSlachtoffer, Dag);
        await services.SendAsync(vraag);
        using var jurist = services.Client(JuridischeSteunService.Name, Invoer.Jurist);
        using var response = await jurist.OpenAsync(vraag.MeldingId, "2019-03-05");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}

public sealed class VerantwoordingTestsEmbedded() : VerantwoordingTests(() => new EmbeddedServices());

public sealed class VerantwoordingTestsDistributed() : VerantwoordingTests(() => new DistributedServices().OrSkip());
