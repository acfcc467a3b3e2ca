using System.Text.Json;
using OrleansFrames.Api.Auth;
using OrleansFrames.Api.Errors;
using OrleansFrames.Api.Input;
using OrleansFrames.Api.Limits;
using OrleansFrames.Apps;
using OrleansFrames.Ledger;

namespace OrleansFrames.Api.Operations;

/// <summary>
/// What every operation goes through, in this order: authentication, rate limit, path, call type, call, permission, input, grain, answer.
/// </summary>
internal sealed partial class OperationPipeline(
    Authenticator authenticator,
    RequestWindow window,
    Authorizer authorizer,
    RequestReader reader,
    IGrainFactory grains,
    ISecretBox secrets,
    TimeProvider clock,
    ILogger<OperationPipeline> logger)
{
    public async Task RunAsync<TRequest>(
        HttpContext http,
        Operation operation,
        JsonSerializerOptions json,
        Func<RequestInput, TRequest> read,
        ApiRoutes.Handler<TRequest> handle)
    {
        var writer = new AnswerWriter(http, json, clock);
        try
        {
            var reply = await AnswerAsync(http, operation, read, handle);
            await writer.WriteAsync(operation.Status, reply);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to read an answer.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            await writer.WriteAsync(operation.Status, Explain(operation, fault));
        }
    }

    public async Task RefuseAsync(HttpContext http, JsonSerializerOptions json)
    {
        var writer = new AnswerWriter(http, json, clock);
        var admitted = window.Admit(http, app: null);
        await writer.WriteAsync(StatusCodes.Status200OK, admitted ? ApiFailure.UnknownRoute : ApiFailure.TooManyRequests);
    }

    private async Task<Reply> AnswerAsync<TRequest>(
        HttpContext http, Operation operation, Func<RequestInput, TRequest> read, ApiRoutes.Handler<TRequest> handle)
    {
        var (caller, failure) = await AuthenticateAsync(http);
        if (!window.Admit(http, caller is { IsVerified: true } ? caller.App : null))
        {
            return ApiFailure.TooManyRequests;
        }

        if (caller is null)
        {
            return failure!;
        }

        if (RequestReader.WhyWrongPath(http.Request, operation) is { } wrong)
        {
            return wrong;
        }

        var rights = await authorizer.AuthorizeAsync(http, operation, caller);
        if (rights.Refusal is { } refused)
        {
            return ApiFailure.From(operation.Name, refused);
        }

        var (input, unreadable) = await reader.ReadAsync(http.Request, operation);
        if (input is null)
        {
            return unreadable!;
        }

        var request = read(input);
        if (input.Errors.Any)
        {
            return ApiFailure.Input(operation.Name, input.Errors.Fields);
        }

        var answer = await handle(new(http, grains, secrets, caller, rights.Value!), request);
        return answer.Refusal is { } refusal ? ApiFailure.From(operation.Name, refusal) : new Reply(answer.Body, null);
    }

    private async Task<(Caller? Caller, ApiFailure? Failure)> AuthenticateAsync(HttpContext http)
    {
        try
        {
            return await authenticator.AuthenticateAsync(http.Request);
        }
        catch
        {
            // Every answer has the headers of the rate limit, that of an outage too.
            window.Admit(http, app: null);
            throw;
        }
    }

    // The one place where an exception becomes an answer: it means a bug or an outage.
    private ApiFailure Explain(Operation operation, Exception fault)
    {
        switch (fault)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiFailure.TooBig(operation.Name, reader.MaxBodyBytes);
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return ApiFailure.TimedOut(operation.Name);
            case BadHttpRequestException:
                return ApiFailure.Input(operation.Name, "the request is malformed");
            case OrleansException or LedgerException or TimeoutException or OperationCanceledException:
                LogOutage(logger, fault, operation.Name);
                return ApiFailure.Unavailable(operation.Name);
            default:
                LogBug(logger, fault, operation.Name);
                return ApiFailure.Internal(operation.Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Operation} got no answer from its grain")]
    private static partial void LogOutage(ILogger logger, Exception fault, string operation);

    [LoggerMessage(LogLevel.Error, "{Operation} failed")]
    private static partial void LogBug(ILogger logger, Exception fault, string operation);
}
