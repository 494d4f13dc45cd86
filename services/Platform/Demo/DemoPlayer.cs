using System.Text.Json;
using Draaiboek.Hosting;

namespace Draaiboek.Platform.Demonstratie;

/// <summary>
/// Sends a file of questions through the gateway, plays what became of each, shows the steering group's figures, and has the tables of the year released.
/// Knows the platform by its HTTP contract only, so that it plays against any platform.
/// </summary>
internal sealed class DemoPlayer
{
    private const int Tegelijk = 8;

    private readonly DemoOptions _options;
    private readonly PlatformClient _platform;
    private readonly Voortgang _voortgang;
    private readonly DateOnly _vandaag;

    private DemoPlayer(DemoOptions options, PlatformClient platform, Voortgang voortgang)
    {
        _options = options;
        _platform = platform;
        _voortgang = voortgang;
        _vandaag = options.TimeProvider.Vandaag();
    }

    /// <summary>0: everything was played. 1: a line could not be, or the platform failed; standard error says what. 130: broken off.</summary>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var voortgang = new Voortgang(options);
        try
        {
            var bestand = await VragenBestand.LeesAsync(options.Bestand, cancellationToken);
            using var handler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a redirected POST would come through as a GET
                UseProxy = !options.Gateway.IsLoopback,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            };
            using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
            var herkansing = new Herkansing(http, options.TimeProvider, voortgang.Meld);
            using var tokens = await DemoTokens.OpenAsync(herkansing, options.Authority, options.ClientsFile, options.TimeProvider, cancellationToken);
            var player = new DemoPlayer(options, new PlatformClient(herkansing, tokens, options.Gateway), voortgang);
            return await player.SpeelAsync(bestand, cancellationToken);
        }
        catch (DemoGestoptException gestopt)
        {
            voortgang.Meld(gestopt.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
    }

    private async Task<int> SpeelAsync(VragenBestand bestand, CancellationToken cancellationToken)
    {
        var speler = new Regelspeler(_platform, _options.TimeProvider, _vandaag);
        var aflopen = await VerstuurAsync(bestand.Regels, speler, cancellationToken);
        var fouten = bestand.Fouten
            .Concat(aflopen.Where(afloop => afloop.Fout is not null).Select(afloop => new Regelfout(afloop.Regel.Nummer, afloop.Fout!)))
            .ToList();

        var eerstePositieve = aflopen.FirstOrDefault(afloop => afloop is { Regel.Verloop: "adviesPositief", Fout: null });
        if (eerstePositieve is not null && await speler.OpenDossierAsync(eerstePositieve, cancellationToken) is { } reden)
        {
            fouten.Add(new Regelfout(eerstePositieve.Regel.Nummer, reden));
        }

        Meld(fouten, bestand.Regels.Count + bestand.Fouten.Count);
        var geregistreerd = aflopen.Where(afloop => afloop.MeldingId is not null).ToList();
        if (geregistreerd.Count == 0)
        {
            throw new DemoGestoptException("Geen enkele vraag is geregistreerd, dus er zijn geen cijfers.");
        }

        var jaren = geregistreerd.GroupBy(afloop => afloop.Regel.OntvangenOp.Year).OrderBy(groep => groep.Key).ToList();
        foreach (var jaar in jaren)
        {
            Cijfertabel.Schrijf(_options.Uit, jaar.Key, await WachtOpCijfersAsync(jaar.Key, Procescijfers.Verwacht(jaar), cancellationToken));
        }

        await _options.Uit.WriteLineAsync(await Cijfertabel.VerantwoordingAsync(_platform, cancellationToken));
        var antwoorden = new List<JsonElement>();
        foreach (var jaar in jaren)
        {
            antwoorden.Add(await Jaartabellen.ToonAsync(_platform, _options.Uit, jaar.Key, _vandaag, cancellationToken));
        }

        if (!_options.StopNaTabel)
        {
            await _options.Uit.WriteLineAsync(await MeldingVanVandaag.SpeelAsync(_platform, _options.TimeProvider, _vandaag, cancellationToken));
        }

        if (_options.Json)
        {
            await _options.Uit.WriteLineAsync(antwoorden.Count == 1 ? JsonSerializer.Serialize(antwoorden[0]) : JsonSerializer.Serialize(antwoorden));
        }

        await _options.Uit.FlushAsync(cancellationToken);
        return fouten.Count == 0 ? 0 : 1;
    }

    /// <summary>Several lines at once; the acts of one line stay in their order. The outcome is in the order of the file.</summary>
    private async Task<IReadOnlyList<Regelafloop>> VerstuurAsync(IReadOnlyList<Vraagregel> regels, Regelspeler speler, CancellationToken cancellationToken)
    {
        var aflopen = new Regelafloop[regels.Count];
        await _voortgang.VolgAsync(regels.Count, gedaan => Parallel.ForAsync(
            0,
            regels.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Tegelijk, CancellationToken = cancellationToken },
            async (index, stop) =>
            {
                aflopen[index] = await speler.SpeelAsync(regels[index], stop);
                gedaan();
            }));
        return aflopen;
    }

    private void Meld(IReadOnlyCollection<Regelfout> fouten, int aantal)
    {
        foreach (var fout in fouten.OrderBy(fout => fout.Nummer))
        {
            _voortgang.Meld($"regel {fout.Nummer}: {fout.Reden}");
        }

        if (fouten.Count > 0)
        {
            var regels = fouten.Select(fout => fout.Nummer).Distinct().Count();
            _voortgang.Meld($"{regels} van de {aantal} regels {(regels == 1 ? "is" : "zijn")} niet (helemaal) gespeeld.");
        }
    }

    private async Task<Procescijfers> WachtOpCijfersAsync(int jaar, Procescijfers verwacht, CancellationToken cancellationToken)
    {
        Procescijfers? vorige = null;
        var sindsVorige = _options.TimeProvider.GetTimestamp();
        for (var wacht = TimeSpan.FromMilliseconds(20); ; wacht = Wachter.Volgende(wacht))
        {
            var cijfers = await Procescijfers.VraagAsync(_platform, jaar, cancellationToken);
            var tekort = cijfers.Tekort(verwacht);
            if (tekort.Length == 0)
            {
                return cijfers;
            }

            if (!cijfers.IsGelijkAan(vorige))
            {
                (vorige, sindsVorige) = (cijfers, _options.TimeProvider.GetTimestamp());
            }
            else if (_options.TimeProvider.GetElapsedTime(sindsVorige) > Wachter.Geduld)
            {
                throw new DemoGestoptException($"De cijfers van {jaar} komen niet verder. Nog te weinig: {tekort}.");
            }

            await Task.Delay(wacht, _options.TimeProvider, cancellationToken);
        }
    }
}
