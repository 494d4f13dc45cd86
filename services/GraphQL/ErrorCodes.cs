namespace Draaiboek.GraphQL;

/// <summary>The codes of <c>extensions.code</c>. Where HotChocolate has a code for the case it is the same one.</summary>
internal static class ErrorCodes
{
    public const string InvalidRequest = "HC0009";
    public const string RequestTooLarge = "HC0010";
    public const string MalformedJson = "HC0011";
    public const string QueryMissing = "HC0013";
    public const string Syntax = "HC0014";
    public const string InvalidVariable = "HC0016";
    public const string VariableNotInputType = "HC0017";
    public const string NonNullViolation = "HC0018";
    public const string TrustedDocumentNotFound = "HC0020";
    public const string Timeout = "HC0045";
    public const string IntrospectionNotAllowed = "HC0046";
    public const string LimitExceeded = "HC0047";
    public const string PageTooLarge = "HC0051";
    public const string NotAcceptable = "HC0063";
    public const string OnlyTrustedDocuments = "HC0067";
    public const string InvalidCursor = "HC0078";
    public const string PageTooSmall = "HC0079";
    public const string OneSlicingArgumentRequired = "HC0082";
    public const string IntrospectionTooDeep = "HC0086";
    public const string AbstractType = "EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE";
    public const string InvalidLeaf = "EXEC_INVALID_LEAF_VALUE";

    // HotChocolate gives these no code; a client should not have to do without.
    public const string Validation = "GRAPHQL_VALIDATION_FAILED";
    public const string OperationNotFound = "OPERATION_RESOLUTION_FAILURE";
    public const string InvalidArgument = "INVALID_ARGUMENT";
    public const string Unexpected = "EXEC_ERROR";
}
