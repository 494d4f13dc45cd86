using Xunit;

namespace Draaiboek.Tests.Architecture.Docker;

/// <summary>The secrets of docker-compose, made by <c>infra/docker/secrets</c> in a folder of the test.</summary>
public sealed class SecretsFixture : IAsyncLifetime
{
    public const string Script = "infra/docker/secrets";

    public string Folder { get; } = Directory.CreateTempSubdirectory("draaiboek-geheimen-").FullName;

    public string Output { get; private set; } = "";

    public async Task InitializeAsync()
    {
        (var code, Output) = await Shell.RunAsync(Repository.PathOf(Script), [Folder]);
        Assert.True(code == 0, Output);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
