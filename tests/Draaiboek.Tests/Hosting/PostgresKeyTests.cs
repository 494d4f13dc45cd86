using Draaiboek.Hosting.Encryption;
using Draaiboek.Meldingen;
using Draaiboek.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Draaiboek.Tests.Hosting;

/// <summary>What PostgreSQL keeps of a key beside its row, and for how long: nothing, once it is destroyed (docs/adr/0007).</summary>
public sealed class PostgresKeyTests(DistributedServices services) : IClassFixture<DistributedServices>
{
    private readonly DistributedServices _services = services.OrSkip();

    [Fact]
    public async Task Given_a_transaction_that_is_under_way_elsewhere_on_the_server_When_a_key_is_destroyed_Then_it_is_in_no_file_and_the_others_are_there()
    {
        await using var scope = _services.Services(MeldingService.Name).CreateAsyncScope();
        var encryption = scope.ServiceProvider.GetRequiredService<EnvelopeEncryption>();
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var id in ids)
        {
            await encryption.CreateKeyAsync(id, CancellationToken.None);
        }

        var sleutel = await scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().Keys.Where(rij => rij.SubjectId == ids[1]).Select(rij => rij.WrappedKey).SingleAsync();
        var elders = scope.ServiceProvider.GetRequiredService<MeldingDbContext>().Database;
        await using var transactie = await elders.BeginTransactionAsync();
        await elders.ExecuteSqlRawAsync("SELECT pg_current_xact_id()");

        await encryption.DestroyAsync([ids[1]], CancellationToken.None);
        Assert.All(await _services.GeschrevenAsync(), stuk => Assert.True(stuk.Value.AsSpan().IndexOf(sleutel) < 0, stuk.Key));
        Assert.Null(await encryption.OpenKeyAsync(ids[1], CancellationToken.None));
        Assert.NotNull(await encryption.OpenKeyAsync(ids[0], CancellationToken.None));
        Assert.NotNull(await encryption.OpenKeyAsync(ids[2], CancellationToken.None));
    }

    [Fact]
    public async Task Given_many_keys_When_the_server_takes_its_samples_of_the_table_Then_no_key_is_among_them()
    {
        await using var scope = _services.Services(MeldingService.Name).CreateAsyncScope();
        var encryption = scope.ServiceProvider.GetRequiredService<EnvelopeEncryption>();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => encryption.CreateKeyAsync(Guid.NewGuid(), CancellationToken.None)));
        var kluis = scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().Database;
        await kluis.ExecuteSqlRawAsync("ANALYZE \"Keys\"");
        var kolommen = await kluis.SqlQueryRaw<string>("SELECT attname::text AS \"Value\" FROM pg_stats WHERE tablename = 'Keys'").ToListAsync();
        Assert.Contains("SubjectId", kolommen);
        Assert.DoesNotContain("WrappedKey", kolommen);
    }
}
