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

    /// <summary>
    /// Makes the file its owner's alone before a library that knows no rights opens it: empty when it is not there, narrowed when it is.
    /// One that is there is not opened: closing it would drop the locks that SQLite holds on it in this process.
    /// </summary>
    public static void Claim(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (!File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
        }
        else if (File.GetUnixFileMode(path) != OwnerOnly)
        {
            File.SetUnixFileMode(path, OwnerOnly);
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
