using System.Runtime.InteropServices;

namespace Draaiboek.Tests.Registratie;

/// <summary>
/// A system of equations in GNU's solver, the library that glpsol is a front of. Kept between questions: each begins where the one before it ended, which a process for
/// each could not. Belongs to the thread that made it. Columns are at least zero and numbered from 1.
/// </summary>
internal sealed class Glpk : IDisposable
{
    private const string Library = "libglpk.so.40";

    private const int Minimise = 1;
    private const int Maximise = 2;
    private const int Free = 1;
    private const int Lower = 2;
    private const int Upper = 3;
    private const int Double = 4;
    private const int Fixed = 5;
    private const int Whole = 2;
    private const int Optimal = 5;
    private const int Feasible = 2;
    private const int Infeasible = 4;
    private const int TimeIsUp = 9;

    /// <summary>Smallest difference that is one.</summary>
    private const double Precisie = 1e-6;

    private readonly nint _problem;
    private readonly int _columns;

    public Glpk(int columns)
    {
        glp_term_out(0);
        _problem = glp_create_prob();
        _columns = columns;
        glp_add_cols(_problem, columns);
        for (var column = 1; column <= columns; column++)
        {
            glp_set_col_bnds(_problem, column, Lower, 0, 0);
            glp_set_col_kind(_problem, column, Whole);
        }
    }

    public static string? Missing { get; } = NativeLibrary.TryLoad(Library, out _) ? null : "glpk-utils ontbreekt; tests/run installeert het";

    /// <summary>Adds: these columns together, the last so many with a minus, are from <paramref name="low"/> to <paramref name="high"/>.</summary>
    /// <returns>The number of the row.</returns>
    public int Add(IReadOnlyList<int> columns, double? low, double? high, int minus = 0)
    {
        var row = glp_add_rows(_problem, 1);
        // The solver counts from 1.
        int[] indexes = [0, .. columns];
        double[] values = [0, .. columns.Select((_, i) => i < columns.Count - minus ? 1.0 : -1.0)];
        glp_set_mat_row(_problem, row, columns.Count, indexes, values);
        Bound(row, low, high);
        return row;
    }

    public void Bound(int row, double? low, double? high)
    {
        var kind = (low, high) switch { (null, null) => Free, (_, null) => Lower, (null, _) => Upper, _ when low == high => Fixed, _ => Double };
        glp_set_row_bnds(_problem, row, kind, low ?? 0, high ?? 0);
    }

    /// <summary>What is asked for from now on: the least or the most of these columns together.</summary>
    public void Ask(IReadOnlyList<int> columns, bool most)
    {
        glp_set_obj_dir(_problem, most ? Maximise : Minimise);
        for (var column = 1; column <= _columns; column++)
        {
            glp_set_obj_coef(_problem, column, 0);
        }

        foreach (var column in columns)
        {
            glp_set_obj_coef(_problem, column, 1);
        }
    }

    /// <summary>The best that is asked for, in fractions; false when nothing fits.</summary>
    /// <exception cref="InvalidOperationException">The solver could not say.</exception>
    public bool Solve()
    {
        var code = glp_simplex(_problem, 0);
        if (code != 0)
        {
            // Numbers went bad on the way: once more from the beginning.
            glp_std_basis(_problem);
            code = glp_simplex(_problem, 0);
        }

        var status = glp_get_status(_problem);
        return (code, status) switch
        {
            (0, Optimal) => true,
            (0, Infeasible) => false,
            _ => throw new InvalidOperationException($"GLPK found no optimum: {code}, {status}"),
        };
    }

    public double Best => glp_get_obj_val(_problem);

    public double[] Point() => [0, .. Enumerable.Range(1, _columns).Select(column => glp_get_col_prim(_problem, column))];

    /// <summary>After <see cref="Solve"/>: any whole numbers that fit.</summary>
    /// <param name="found">These, when there are any.</param>
    /// <returns>False when there are none; null when the time was up first.</returns>
    public bool? SolveWhole(TimeSpan time, out int[] found)
    {
        found = [];
        var settings = new Settings();
        glp_init_iocp(ref settings);
        settings.Time = (int)time.TotalMilliseconds;
        settings.Rounding = 1;
        var code = glp_intopt(_problem, ref settings);
        switch (glp_mip_status(_problem))
        {
            case Feasible or Optimal:
                found = [0, .. Enumerable.Range(1, _columns).Select(column => (int)Math.Round(glp_mip_col_val(_problem, column)))];
                return true;
            case Infeasible:
                return false;
            default:
                return code == TimeIsUp ? null : throw new InvalidOperationException($"GLPK found no whole numbers: {code}");
        }
    }

    /// <summary>As whole numbers, when they are.</summary>
    public static int[]? AsWhole(double[] point) => Array.TrueForAll(point, value => Math.Abs(value - Math.Round(value)) < Precisie) ? Array.ConvertAll(point, value => (int)Math.Round(value)) : null;

    public void Dispose() => glp_delete_prob(_problem);

    [StructLayout(LayoutKind.Explicit, Size = 2_048)]
    private struct Settings
    {
        [FieldOffset(32)]
        public int Time;

        [FieldOffset(104)]
        public int Rounding;
    }

    [DllImport(Library)]
    private static extern int glp_term_out(int flag);

    [DllImport(Library)]
    private static extern nint glp_create_prob();

    [DllImport(Library)]
    private static extern void glp_delete_prob(nint problem);

    [DllImport(Library)]
    private static extern int glp_add_cols(nint problem, int count);

    [DllImport(Library)]
    private static extern int glp_add_rows(nint problem, int count);

    [DllImport(Library)]
    private static extern void glp_set_col_bnds(nint problem, int column, int kind, double low, double high);

    [DllImport(Library)]
    private static extern void glp_set_col_kind(nint problem, int column, int kind);

    [DllImport(Library)]
    private static extern void glp_set_row_bnds(nint problem, int row, int kind, double low, double high);

    [DllImport(Library)]
    private static extern void glp_set_mat_row(nint problem, int row, int length, int[] indexes, double[] values);

    [DllImport(Library)]
    private static extern void glp_set_obj_dir(nint problem, int direction);

    [DllImport(Library)]
    private static extern void glp_set_obj_coef(nint problem, int column, double value);

    [DllImport(Library)]
    private static extern void glp_std_basis(nint problem);

    [DllImport(Library)]
    private static extern int glp_simplex(nint problem, nint settings);

    [DllImport(Library)]
    private static extern int glp_get_status(nint problem);

    [DllImport(Library)]
    private static extern double glp_get_obj_val(nint problem);

    [DllImport(Library)]
    private static extern double glp_get_col_prim(nint problem, int column);

    [DllImport(Library)]
    private static extern void glp_init_iocp(ref Settings settings);

    [DllImport(Library)]
    private static extern int glp_intopt(nint problem, ref Settings settings);

    [DllImport(Library)]
    private static extern int glp_mip_status(nint problem);

    [DllImport(Library)]
    private static extern double glp_mip_col_val(nint problem, int column);
}
