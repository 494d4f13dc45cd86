using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Xunit;

namespace Draaiboek.Tests.Support.PrivateServers;

/// <summary>The servers of the tests are themselves to be trusted: killed and started again they know what they had, and nothing of them stays behind.</summary>
public sealed class PrivateServersTests
{
    [Fact]
    public async Task Given_a_broker_of_its_own_When_it_is_stopped_killed_and_started_again_Then_it_has_what_it_had_and_in_the_end_nothing_is_left()
    {
        SharedServers.SkipWithout(SharedServers.MissingOwn);
        string folder;
        await using (var rabbit = await PrivateRabbit.StartAsync())
        {
            folder = rabbit.Folder;
            using var api = new HttpClient { BaseAddress = rabbit.Management };
            api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{rabbit.Username}:{rabbit.Password}")));
            using (var made = await api.PutAsJsonAsync("/api/queues/%2F/proef", new { durable = true, arguments = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" } }))
            {
                Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            }

            foreach (var end in (Func<Task>[])[rabbit.KillAsync, rabbit.StopAsync])
            {
                await end();
                await Assert.ThrowsAsync<HttpRequestException>(() => api.GetAsync(new Uri("/api/queues", UriKind.Relative)));
                await rabbit.StartAgainAsync();
                using var queue = await api.GetAsync(new Uri("/api/queues/%2F/proef", UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, queue.StatusCode);
            }

            Assert.NotEmpty(Left(folder));
        }

        Assert.False(Directory.Exists(folder), folder);
        Assert.Empty(Left(folder));
    }

    [Fact]
    public async Task Given_a_cluster_of_its_own_When_it_is_stopped_killed_and_started_again_Then_it_has_what_it_had_and_in_the_end_nothing_is_left()
    {
        SharedServers.SkipWithout(SharedServers.MissingOwn);
        string folder;
        await using (var postgres = await PrivatePostgres.StartAsync())
        {
            folder = postgres.DataFolder;
            Assert.Equal("", await SqlAsync(postgres, "CREATE TABLE proef (getal int); INSERT INTO proef VALUES (1)"));
            foreach (var end in (Func<Task>[])[postgres.KillAsync, postgres.StopAsync])
            {
                await end();
                await postgres.StartAgainAsync();
                Assert.Equal("1", await SqlAsync(postgres, "SELECT getal FROM proef"));
            }

            Assert.NotEmpty(Left(folder));
        }

        Assert.False(Directory.Exists(folder), folder);
        Assert.Empty(Left(folder));
    }

    [Fact]
    public async Task Given_a_process_with_a_server_When_it_is_killed_Then_the_server_ends_and_its_folder_goes()
    {
        var folder = Directory.CreateTempSubdirectory("draaiboek-bewaker-").FullName;
        // Stands for the process of the tests: the guard's input is a pipe that only this one holds.
        using var host = Process.Start(new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                "-c",
                """exec 7> >(setsid bash "$0" "$1" INT bash -c 'sleep 300 & sleep 300' "$1") && echo start >&7 && exec sleep 300""",
                Path.Combine(AppContext.BaseDirectory, "guard.sh"),
                folder,
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("start", await host.StandardOutput.ReadLineAsync());
        Assert.NotEmpty(Left(folder));
        host.Kill(entireProcessTree: false);
        await host.WaitForExitAsync();
        await ServicesFixture.EventuallyAsync("nothing left", () => Task.FromResult(!Directory.Exists(folder) && Left(folder).Count == 0));
    }

    [Theory]
    [InlineData("http://guest:gu%3Aest@broker:15672;5673", "broker", 5673, "http://broker:15672/", "guest", "gu:est")]
    [InlineData("https://beheer:geheim@127.0.0.1:15671", "127.0.0.1", 5672, "https://127.0.0.1:15671/", "beheer", "geheim")]
    public void Given_a_broker_in_the_environment_When_it_is_read_Then_all_of_it_is_there(string setting, string host, int port, string management, string user, string password)
        => Assert.Equal(new RabbitServer(host, port, new Uri(management), user, password, null), SharedServers.Parse(setting));

    /// <summary>Processes that name the folder on their command line.</summary>
    private static List<string> Left(string folder)
    {
        var found = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(process, "cmdline")) is var line && line.Contains(folder, StringComparison.Ordinal))
                {
                    found.Add(line);
                }
            }
            catch (IOException)
            {
                // Ended while it was looked at.
            }
        }

        return found;
    }

    private static async Task<string> SqlAsync(PrivatePostgres postgres, string sql)
    {
        using var psql = Process.Start(new ProcessStartInfo(Path.Combine(PrivatePostgres.Programs!, "psql"))
        {
            ArgumentList = { "-h", "127.0.0.1", "-p", $"{postgres.Port}", "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql },
            Environment = { ["PGPASSWORD"] = postgres.Password },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        var answer = await psql.StandardOutput.ReadToEndAsync();
        await psql.WaitForExitAsync();
        Assert.Equal(0, psql.ExitCode);
        return answer.TrimEnd();
    }
}
