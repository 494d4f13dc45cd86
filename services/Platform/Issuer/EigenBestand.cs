using System.Text;

namespace Draaiboek.Platform.Issuer;

/// <summary>Files with a secret in them: readable by their owner only, and whole or absent after a crash.</summary>
internal static class EigenBestand
{
    private const UnixFileMode AlleenEigenaar = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MaakMap(string map)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(map);
        }
        else
        {
            Directory.CreateDirectory(map, AlleenEigenaar | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The content, or null when there is no such file. Rights that someone widened are narrowed again.</summary>
    public static string? Lees(string pad)
    {
        if (!File.Exists(pad))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(pad) != AlleenEigenaar)
        {
            File.SetUnixFileMode(pad, AlleenEigenaar);
        }

        return File.ReadAllText(pad, Encoding.UTF8);
    }

    /// <summary>Writes beside the file and renames: a kill halfway leaves the old content, never half a key.</summary>
    public static void Schrijf(string pad, string inhoud)
    {
        var tijdelijk = $"{pad}.{Guid.NewGuid():N}";
        var opties = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            opties.UnixCreateMode = AlleenEigenaar;
        }

        using (var stroom = new FileStream(tijdelijk, opties))
        {
            stroom.Write(Encoding.UTF8.GetBytes(inhoud));
            stroom.Flush(flushToDisk: true);
        }

        File.Move(tijdelijk, pad, overwrite: true);
    }
}
