using Draaiboek.Hosting.Messaging;
using Draaiboek.Tests.Support;
using Xunit;

namespace Draaiboek.Tests.Messaging;

public sealed class EmbeddedBusTests
{
    [Fact]
    public async Task Given_a_bus_that_closes_under_way_When_a_message_is_sent_Then_it_is_refused_as_unavailable()
    {
        var bus = new EmbeddedBus();
        await Assert.ThrowsAsync<TransportUnavailableException>(() => bus.SendAsync(Bericht.Vraag(), Guid.NewGuid(), CancellationToken.None));
        bus.Open();
        await bus.SendAsync(Bericht.Vraag(), Guid.NewGuid(), CancellationToken.None);
        bus.Close();
        Assert.False(bus.IsReady);
        await Assert.ThrowsAsync<TransportUnavailableException>(() => bus.SendAsync(Bericht.Vraag(), Guid.NewGuid(), CancellationToken.None));
    }
}
