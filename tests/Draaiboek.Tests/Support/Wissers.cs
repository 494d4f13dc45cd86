using Draaiboek.Hosting.Databases;
using Draaiboek.Hosting.Encryption;
using Draaiboek.Hosting.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Draaiboek.Tests.Support;

/// <summary>Lets what a service does once a minute or once an hour do it now.</summary>
internal static class Wissers
{
    /// <summary>Runs it until <paramref name="done"/>, with a clock whose minutes and hours are short.</summary>
    public static async Task LaatLopenAsync(this ServicesFixture services, string dienst, Func<IServiceProvider, TimeProvider, PeriodicWork> make, Func<Task<bool>> done)
    {
        using var work = make(services.Services(dienst), new ShortIntervals(services.Time));
        await work.StartAsync(CancellationToken.None);
        await ServicesFixture.EventuallyAsync($"{work.GetType().Name} has nothing left to do", done);
        await work.StopAsync(CancellationToken.None);
    }

    /// <summary>Destroys the keys that a service wrote down as erased.</summary>
    public static Task VernietigSleutelsAsync<TDb>(this ServicesFixture services, string dienst) where TDb : ServiceDbContext
        => services.LaatLopenAsync(
            dienst,
            (provider, clock) => new KeyErasure<TDb>(
                provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<EnvelopeEncryption>(), clock, NullLogger<KeyErasure<TDb>>.Instance),
            async () =>
            {
                await using var scope = services.Services(dienst).CreateAsyncScope();
                var erased = await scope.ServiceProvider.GetRequiredService<TDb>().ErasedKeys.Select(row => row.SubjectId).ToListAsync();
                return !await scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().Keys.AnyAsync(key => erased.Contains(key.SubjectId));
            });

    /// <summary>The wrapped key of a subject as it stands in the key store; null when it was destroyed.</summary>
    public static async Task<byte[]?> SleutelAsync(this ServicesFixture services, string dienst, Guid id)
    {
        await using var scope = services.Services(dienst).CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<KeyStoreDbContext>().Keys.AsNoTracking().SingleOrDefaultAsync(row => row.SubjectId == id))?.WrappedKey;
    }

    /// <summary>The given clock, on which every interval of a timer lasts 20 milliseconds.</summary>
    private sealed class ShortIntervals(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
    }
}
