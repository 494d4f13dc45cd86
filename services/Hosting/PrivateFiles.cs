namespace Draaiboek.Hosting;

/// <summary>Folders and files that only their owner may read: databases, keys, secrets.</summary>
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

    /// <summary>The file's text; made with <paramref name="content"/> when it is not there. Complete or absent: a crash leaves no half file.</summary>
    public static string ReadOrCreate(string path, Func<string> content)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        var text = content();
        var half = path + ".nieuw";
        File.Delete(half);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(half, create))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(text);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: false);
        return text;
    }
}
