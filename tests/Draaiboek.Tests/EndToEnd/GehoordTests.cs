using Draaiboek.Hosting.Messaging;
using Draaiboek.Meldingen;
using Draaiboek.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Draaiboek.Tests.EndToEnd;

/// <summary>Whether the platform can tell that every service heard all that was told, before it stops.</summary>
public sealed class GehoordTests : IAsyncLifetime
{
    private static readonly TimeSpan Geduld = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("draaiboek-gehoord-").FullName;
    private PlatformHost _platform = null!;

    public async Task InitializeAsync()
        => _platform = await PlatformHost.StartAsync(new PlatformOptions { DataFolder = _folder, Port = 0, Logging = logging => logging.ClearProviders() }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Given_a_message_that_does_not_go_out_When_waited_for_Then_it_ends_and_says_so_and_one_that_was_given_up_is_not_waited_for()
    {
        Assert.True(await _platform.UntilHeardAsync(Geduld, CancellationToken.None));
        await using var scope = _platform.Services[MeldingService.Name].Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeldingDbContext>();
        db.Outbox.Add(new OutboxRow
        {
            MessageId = Guid.CreateVersion7(),
            CaseId = Guid.CreateVersion7(),
            MessageType = "urn:message:draaiboek:geen",
            Body = "{}",
            AangemaaktOp = DateTimeOffset.UtcNow,
            NextAttemptOp = DateTimeOffset.UtcNow.AddYears(1),
        });
        await db.SaveChangesAsync();
        Assert.False(await _platform.UntilHeardAsync(Geduld, CancellationToken.None));

        await db.Outbox.ExecuteUpdateAsync(row => row.SetProperty(r => r.State, OutboxState.Parked));
        Assert.True(await _platform.UntilHeardAsync(Geduld, CancellationToken.None));
    }
}
