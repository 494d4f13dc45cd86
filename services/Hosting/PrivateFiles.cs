namespace Draaiboek.Hosting;

/// <summary>Folders and files that only their owner may read: databases, keys, secrets. A file is whole or absent, also after a crash.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The user's data directory is the user's own there.
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The text, or null when there is no such file. Rights that someone widened are narrowed again.</summary>
    public static string? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }

        return File.ReadAllText(path);
    }

    /// <summary>The file's text; written with <paramref name="content"/> when it is not there.</summary>
    public static string ReadOrCreate(string path, Func<string> content)
    {
        if (Read(path) is { } known)
        {
            return known;
        }

        var text = content();
        Write(path, text);
        return text;
    }

    /// <summary>Writes beside the file and renames: a kill halfway leaves the old content, never half a key.</summary>
    public static void Write(string path, string text)
    {
        var half = $"{path}.{Guid.NewGuid():N}";
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(half, create))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }
}
