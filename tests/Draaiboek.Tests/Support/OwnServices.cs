namespace Draaiboek.Tests.Support;

/// <summary>Services for one test alone, where what others left behind would spoil the count.</summary>
internal sealed class OwnServices : IAsyncDisposable
{
    private OwnServices()
    {
    }

    public ServicesFixture Fixture { get; } = new();

    public static async Task<OwnServices> StartAsync()
    {
        var own = new OwnServices();
        await own.Fixture.InitializeAsync();
        return own;
    }

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}
