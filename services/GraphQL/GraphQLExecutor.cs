using System.Text;
using Draaiboek.GraphQL.Execution;
using Draaiboek.GraphQL.Language;
using Draaiboek.GraphQL.Validation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Draaiboek.GraphQL;

/// <summary>Executes requests against the schema: parse, validate, coerce, resolve. One for the whole service.</summary>
public sealed class GraphQLExecutor
{
    private readonly GraphQLOptions _options;
    private readonly IServiceProvider _services;
    private readonly ILogger<GraphQLExecutor> _logger;
    private readonly DocumentCache _documents;
    private readonly TrustedDocuments _trusted;

    internal GraphQLExecutor(GraphQLSchema schema, GraphQLOptions options, IServiceProvider services, ILogger<GraphQLExecutor> logger)
    {
        Schema = schema;
        _options = options;
        _services = services;
        _logger = logger;
        _documents = new DocumentCache(options.DocumentCacheSize);
        _trusted = new TrustedDocuments(
            options.TrustedDocumentFolder,
            text => TryPrepare(text, out ValidDocument? document, out GraphQLResponse? refused) ? (document, null) : (null, refused.Errors[0].Message));
    }

    public GraphQLSchema Schema { get; }

    /// <summary>
    /// Answers a request. Whatever is wrong with it is in the answer;
    /// only cancellation by <paramref name="cancellationToken"/> is thrown.
    /// </summary>
    public async Task<GraphQLResponse> ExecuteAsync(GraphQLRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryFind(request, out ValidDocument? document, out GraphQLResponse? refused))
        {
            return refused;
        }

        if (document.Introspection is { } introspection && request.HttpContext is { } httpContext && !AllowsIntrospection(httpContext))
        {
            return Refuse("Introspection is not allowed for this request.", ErrorCodes.IntrospectionNotAllowed, introspection.Location);
        }

        if (OperationOrNull(document, request.OperationName) is not { } operation)
        {
            return Refuse(
                request.OperationName is null
                    ? "The document has more than one operation; say which by its name."
                    : $"The document has no operation named \"{request.OperationName}\".",
                ErrorCodes.OperationNotFound);
        }

        var errors = new List<GraphQLError>();
        Dictionary<string, object?> variables = VariableValues.Coerce(Schema, operation, request.Variables, errors);
        return errors.Count > 0
            ? new GraphQLResponse([.. errors.Take(_options.MaxErrors)])
            : await ExecuteAsync(request, document, operation, variables, cancellationToken);
    }

    /// <summary>Whether this caller may see the schema; away from development only by leave of <see cref="GraphQLOptions.AllowIntrospection"/>.</summary>
    internal bool AllowsIntrospection(HttpContext context) =>
        _options.AllowIntrospection?.Invoke(context) ?? context.RequestServices.GetService<IHostEnvironment>()?.IsDevelopment() == true;

    private async Task<GraphQLResponse> ExecuteAsync(
        GraphQLRequest request,
        ValidDocument document,
        OperationNode operation,
        Dictionary<string, object?> variables,
        CancellationToken cancellationToken)
    {
        var coercion = new InputCoercion(isJson: false, variables);
        var collector = new FieldCollector(Schema, document.Fragments, coercion);
        IReadOnlyList<FieldGroup> rootFields;
        try
        {
            rootFields = collector.Collect(Schema.Query, [operation.SelectionSet]);
        }
        catch (CoercionException exception)
        {
            // Only the argument of @skip or @include on the root can fail here.
            return Refuse(exception.Message, ErrorCodes.InvalidArgument, exception.Location);
        }

        OperationCost cost;
        try
        {
            cost = new CostAnalyzer(Schema, _options, collector, coercion).Analyze(rootFields);
        }
        catch (CostException exception)
        {
            return Refuse(exception.Message, ErrorCodes.OneSlicingArgumentRequired, exception.Location);
        }

        if (request.Cost == CostReport.Validate)
        {
            return new GraphQLResponse(cost);
        }

        OperationCost? reported = request.Cost == CostReport.Report ? cost : null;
        if (_options.EnforceCostLimits && TooDear(cost) is { } tooDear)
        {
            return new GraphQLResponse([tooDear]) { Cost = reported };
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.ExecutionTimeout);
        var executor = new OperationExecutor(Schema, _options, collector, coercion, _services, request.HttpContext, _logger, timeout.Token);
        var execution = Task.Run(() => executor.ExecuteAsync(rootFields), CancellationToken.None);
        try
        {
            // A resolver that does not look at its token, or does not even wait, is left behind, and the client is answered.
            (ResultObject? data, IReadOnlyList<GraphQLError> errors) = await execution.WaitAsync(timeout.Token);
            return new GraphQLResponse(data, errors) { Cost = reported, RootFields = _options.BeforeAnswer is null ? [] : [.. rootFields.Select(field => Ran(field, coercion))] };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Refuse($"The request took longer than {_options.ExecutionTimeout.TotalSeconds:0.###} seconds.", ErrorCodes.Timeout);
        }
        finally
        {
            _ = execution.ContinueWith(
                finished =>
                {
                    _ = finished.Exception;
                    executor.Dispose();
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    private static RootField Ran(FieldGroup field, InputCoercion coercion)
    {
        try
        {
            return new RootField(field.Definition.Name, field.Arguments(coercion));
        }
        catch (CoercionException)
        {
            // The field has its error already.
            return new RootField(field.Definition.Name, new Dictionary<string, object?>(StringComparer.Ordinal));
        }
    }

    private GraphQLError? TooDear(OperationCost cost)
    {
        if (cost.FieldCost > _options.MaxFieldCost)
        {
            return TooDear("field", cost.FieldCost, _options.MaxFieldCost);
        }

        return cost.TypeCost > _options.MaxTypeCost ? TooDear("type", cost.TypeCost, _options.MaxTypeCost) : null;
    }

    private static GraphQLError TooDear(string what, double cost, double max) =>
        new($"The maximum allowed {what} cost was exceeded.", ErrorCodes.LimitExceeded)
        {
            Extensions = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [$"{what}Cost"] = cost,
                [$"max{char.ToUpperInvariant(what[0])}{what[1..]}Cost"] = max,
            },
        };

    private bool TryFind(
        GraphQLRequest request,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ValidDocument? document,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out GraphQLResponse? refused)
    {
        if (request.Id is { } id)
        {
            document = _trusted.GetOrNull(id);
            refused = document is null ? Refuse("There is no trusted document with this id.", ErrorCodes.TrustedDocumentNotFound) : null;
            return document is not null;
        }

        if (_options.OnlyTrustedDocuments)
        {
            document = null;
            refused = Refuse("Only trusted documents are answered; ask for one by its id.", ErrorCodes.OnlyTrustedDocuments);
            return false;
        }

        return TryPrepare(request.Query ?? "", out document, out refused);
    }

    private bool TryPrepare(
        string query,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ValidDocument? document,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out GraphQLResponse? refused)
    {
        document = null;
        refused = null;
        if (Encoding.UTF8.GetByteCount(query) > _options.MaxDocumentBytes)
        {
            refused = Refuse($"The document is larger than {_options.MaxDocumentBytes} bytes.", ErrorCodes.LimitExceeded);
            return false;
        }

        string key = DocumentCache.KeyOf(query);
        document = _documents.GetOrNull(key);
        if (document is not null)
        {
            return true;
        }

        DocumentNode parsed;
        try
        {
            parsed = Parser.Parse(query, _options.MaxTokens);
        }
        catch (GraphQLSyntaxException exception)
        {
            refused = Refuse(exception.Message, exception.Code, exception.Location);
            return false;
        }

        IReadOnlyList<GraphQLError> errors = DocumentValidator.Validate(Schema, parsed, _options);
        if (errors.Count > 0)
        {
            refused = new GraphQLResponse(errors);
            return false;
        }

        document = new ValidDocument(parsed);
        _documents.Add(key, document);
        return true;
    }

    private static OperationNode? OperationOrNull(ValidDocument document, string? name)
    {
        OperationNode[] candidates = [.. document.Document.Operations.Where(operation => name is null || operation.Name == name).Take(2)];
        return candidates.Length == 1 ? candidates[0] : null;
    }

    private static GraphQLResponse Refuse(string message, string code, params SourceLocation[] locations) =>
        new([new GraphQLError(message, code) { Locations = locations }]);
}
