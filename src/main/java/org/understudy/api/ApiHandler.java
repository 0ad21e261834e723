package org.understudy.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.URIUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns HTTP requests into calls, and keeps those out that may not or cannot be answered. */
final class ApiHandler extends Handler.Abstract {
    static final int MAX_BODY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final String HINT = "svcmgr --help";

    private final Routes routes;
    private final IntPredicate mayChange;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();

    ApiHandler(Routes routes, IntPredicate mayChange) {
        this.routes = routes;
        this.mayChange = mayChange;
    }

    @Override
    public boolean handle(Request request, Response response, Callback done) {
        calls.incrementAndGet();
        Callback callback = Callback.from(done, calls::decrementAndGet);
        int uid = Caller.uid(request);
        Reply no = refusal(request, uid);
        if (no != null) {
            LOG.warn("api.refused uid={} method={} path={} status={}", uid, request.getMethod(),
                    Request.getPathInContext(request), no.status());
            refuse(response, no, callback);
        } else if ("GET".equals(request.getMethod())) {
            Problems.send(response, answer(call(request, "", uid)), callback);
        } else {
            changes.incrementAndGet();
            readThenAnswer(request, response, Callback.from(callback, changes::decrementAndGet));
        }
        return true;
    }

    /** How many are under way. */
    int calls() {
        return calls.get();
    }

    /** Whether somebody has asked for a change and not been answered yet. */
    boolean isChanging() {
        return changes.get() > 0;
    }

    private Reply refusal(Request request, int uid) {
        String method = request.getMethod();
        if (!"GET".equals(method) && !"POST".equals(method)) {
            return Reply.problem(405, "expected GET or POST, got " + method, HINT);
        }
        if ("POST".equals(method) && !mayChange.test(uid)) {
            return Reply.problem(403, "expected root for a change, got user id " + uid,
                    "the same with sudo");
        }
        return request.getLength() > MAX_BODY ? tooLarge() : null;
    }

    private void readThenAnswer(Request request, Response response, Callback callback) {
        int uid = Caller.uid(request);
        BiConsumer<byte[], Throwable> read = (body, failure) -> {
            if (failure instanceof IllegalStateException) {
                refuse(response, tooLarge(), callback);
            } else if (failure != null) {
                callback.failed(failure);
            } else {
                elsewhere(request, callback, () -> Problems.send(response, answer(
                        call(request, new String(body, StandardCharsets.UTF_8), uid)), callback));
            }
        };
        Content.Source.asByteArrayAsync(request, MAX_BODY,
                Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING, read));
    }

    /** The thread that brings a body in must not wait for an answer. */
    private static void elsewhere(Request request, Callback callback, Runnable work) {
        try {
            request.getComponents().getExecutor().execute(work);
        } catch (RejectedExecutionException e) {
            callback.failed(e);
        }
    }

    private Reply answer(Call call) {
        try {
            return routes.answer(call);
        } catch (IllegalArgumentException e) {
            LOG.info("api.bad uid={} path={} reason=\"{}\"", call.uid(), call.path(),
                    e.getMessage());
            return Reply.problem(400, String.valueOf(e.getMessage()), HINT);
        } catch (RuntimeException e) {
            LOG.error("api.failed uid={} path={}", call.uid(), call.path(), e);
            return Reply.problem(500, "the agent failed on " + call.path() + ": " + e,
                    "journalctl -u understudy");
        }
    }

    private static Call call(Request request, String body, int uid) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        String path = URIUtil.decodePath(Request.getPathInContext(request));
        return new Call(request.getMethod(), path, query, body, uid);
    }

    /** The rest of a refused body stays unread, so the connection ends with the answer. */
    private static void refuse(Response response, Reply reply, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Problems.send(response, reply, callback);
    }

    private static Reply tooLarge() {
        return Reply.problem(413, "expected a body of " + MAX_BODY + " bytes at most", HINT);
    }
}
