namespace Draaiboek.Tests.Support;

/// <summary>Services for one test alone, where what others left behind would spoil the count.</summary>
internal sealed class OwnServices : IAsyncDisposable
{
    private OwnServices(ServicesFixture fixture) => Fixture = fixture;

    public ServicesFixture Fixture { get; }

    /// <param name="fixture">Not yet started; its half decides.</param>
    public static async Task<OwnServices> StartAsync(ServicesFixture fixture)
    {
        await fixture.InitializeAsync();
        return new OwnServices(fixture);
    }

    public async ValueTask DisposeAsync() => await Fixture.DisposeAsync();
}
