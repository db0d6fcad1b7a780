/* Asynchronous functions and generators, and using declarations.
 *
 *     R[promise] = newPromise()               an async generator: behind GENERATOR, R[promise] is R1, the generator
 *   [ parameters, body                        protected as a whole
 *     R[outcome] = undefined                  `return v`: R[outcome] = v, goto X
 * X: ]resolvePromise(R[promise], R[outcome]); RET R[promise]
 *     CATCH R[outcome]; rejectPromise(R[promise], R[outcome]); RET R[promise]
 *
 * AWAIT sets the frame aside and returns R[promise], too: only the function's caller looks at it, not the job that resumes it.
 */
#ifndef HK_EMIT_ASYNC_C
#define HK_EMIT_ASYNC_C
#include "emitter.h"

HK_FN bool hk_emit_async_generator(hk_emitter *e)
{
    unsigned both = HK_CF_ASYNC | HK_CF_GENERATOR;
    return HAKO_WITH_ASYNC && (e->fs->code_flags & both) == both;
}

/* LIB number(R[a], R[b]): the result is in R[top], which is free. */
HK_FN unsigned hk_emit_lib2(hk_emitter *e, unsigned number, unsigned a, unsigned b)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW + 2);
    hk_emit_move(e, w + HK_WINDOW, a);
    hk_emit_move(e, w + HK_WINDOW + 1, b);
    hk_emit_lib(e, number, w, 2);
    e->fs->top = (uint8_t)w;
    return w;
}
HK_FN unsigned hk_emit_lib1(hk_emitter *e, unsigned number, unsigned a)
{
    unsigned w = hk_emit_tmps(e, HK_WINDOW + 1);
    hk_emit_move(e, w + HK_WINDOW, a);
    hk_emit_lib(e, number, w, 1);
    e->fs->top = (uint8_t)w;
    return w;
}

/* Jumps if R[r] is the empty value, R[r + 1] being free. */
HK_FN hk_list hk_emit_if_empty(hk_emitter *e, unsigned r, hk_list list)
{
    unsigned top = e->fs->top, empty = hk_emit_tmps(e, 2) + 1;
    hk_emit_special(e, empty, HK_S_EMPTY);
    hk_emit_rr(e, HK_OPNUM(JSEQ), r, empty);
    e->fs->top = (uint8_t)top;
    return hk_emit_jump2(e, list);
}

/* R[r] = await R[r] */
HK_FN void hk_emit_await(hk_emitter *e, unsigned r)
{
    hk_emit_rru(e, HK_OPNUM(AWAIT), r, e->fs->promise, 0);
    hk_emit_rru(e, HK_OPNUM(AWAIT), r, e->fs->promise, 1);
}

HK_FN int hk_emit_await_expr(hk_emitter *e, int dst)
{
    if (!HAKO_WITH_ASYNC)
        return 0;
    unsigned base = e->fs->top, r = hk_emit_tmp(e);
    uint32_t p = hk_emit_varint(e);
    hk_emit_expr(e, (int)r);
    hk_emit_pos(e, p);
    hk_emit_await(e, r);
    return hk_emit_result(e, base, dst, r);
}

/* ---- entry and end ----------------------------------------------------------------------------------------------- */

/* Before the parameters are bound: their errors reject the promise, but those of an async generator are thrown to the caller. */
HK_FN void hk_emit_async_entry(hk_emitter *e)
{
    if (!HAKO_WITH_ASYNC)
        return;
    hk_fs *fs = e->fs;
    if (!(fs->code_flags & HK_CF_ASYNC))
        return;
    fs->outcome = (uint8_t)hk_emit_tmp(e);
    fs->promise = HK_R_NEWTARGET;
    if (hk_emit_async_generator(e))
        return;
    fs->promise = (uint8_t)hk_emit_tmps(e, HK_WINDOW);
    hk_emit_lib(e, HK_FN_newPromise, fs->promise, 0);
    fs->top = (uint8_t)(fs->promise + 1);
    hk_emit_flow_open(e, &fs->whole, HK_FLOW_TRY, 0);
}

/* The end of the body: its outcome goes to the promise. */
HK_FN void hk_emit_async_end(hk_emitter *e)
{
    if (!HAKO_WITH_ASYNC)
        return;
    hk_fs *fs = e->fs;
    bool generator = hk_emit_async_generator(e);
    if (!fs->dead)
        hk_emit_special(e, fs->outcome, HK_S_UNDEFINED);
    hk_emit_flow_close(e, &fs->whole);
    hk_emit_bind(e, fs->ret);
    hk_emit_lib2(e, generator ? HK_FN_asyncGenEnd : HK_FN_resolvePromise, fs->promise, fs->outcome);
    hk_emit_r(e, HK_OPNUM(RET), fs->promise);
    hk_emit_dead(e);
    hk_emit_handler(e, &fs->whole);
    hk_emit_r(e, HK_OPNUM(CATCH), fs->outcome);
    hk_emit_lib2(e, generator ? HK_FN_asyncGenFail : HK_FN_rejectPromise, fs->promise, fs->outcome);
    hk_emit_r(e, HK_OPNUM(RET), fs->promise);
    hk_emit_dead(e);
}

/* ---- using ------------------------------------------------------------------------------------------------------- */

/* What begins with statement `kind` disposes of what that declares, and what follows up to the close, at its end. */
HK_FN HK_NOINLINE void hk_emit_disposal_open(hk_emitter *e, hk_disposal *d, unsigned kind)
{
    if (!HAKO_WITH_DISPOSE)
        return;
    hk_fs *fs = e->fs;
    d->kind = (uint8_t)kind;
    if (kind != HK_N_USING && kind != HK_N_AUSING)
        return;
    d->base = fs->top;
    d->vars = fs->vars;
    d->outer = fs->disposal;
    hk_emit_tmps(e, 2);
    fs->disposal = (uint8_t)hk_emit_tmps(e, HK_WINDOW);
    hk_emit_lib(e, HK_FN_newDisposal, fs->disposal, 0);
    fs->top = fs->vars = (uint8_t)(fs->disposal + 1);
    hk_emit_finally_open(e, &d->flow, d->base);
}

/* AddDisposableResource of R[value] */
HK_FN void hk_emit_add_resource(hk_emitter *e, unsigned value, bool async)
{
    if (!HAKO_WITH_DISPOSE)
        return;
    unsigned d = e->fs->disposal, w = hk_emit_tmps(e, HK_WINDOW + 3);
    hk_emit_move(e, w + HK_WINDOW, d);
    hk_emit_move(e, w + HK_WINDOW + 1, value);
    hk_emit_special(e, w + HK_WINDOW + 2, async ? HK_S_TRUE : HK_S_FALSE);
    hk_emit_lib(e, HK_FN_addResource, w, 3);
    e->fs->top = (uint8_t)w;
}

/* DisposeResources with awaits, of what stands in R[d] */
HK_FN void hk_emit_dispose_async(hk_emitter *e, unsigned d)
{
    uint32_t head = hk_emit_loop_head(e);
    hk_list again = HK_NO_JUMP, end = HK_NO_JUMP;
    unsigned w = hk_emit_lib1(e, HK_FN_disposeStep, d);
    hk_flow flow;
    end = hk_emit_if_empty(e, w, end);
    hk_emit_flow_open(e, &flow, HK_FLOW_TRY, 0);
    hk_emit_await(e, w);
    hk_emit_flow_close(e, &flow);
    again = hk_emit_goto(e, again);
    hk_emit_handler(e, &flow);
    hk_emit_tmp(e);
    hk_emit_r(e, HK_OPNUM(CATCH), w);
    hk_emit_lib2(e, HK_FN_disposeFail, d, w);
    e->fs->top--;
    again = hk_emit_goto(e, again);
    hk_emit_patch(e, again, head);
    hk_emit_bind(e, end);
    hk_emit_lib1(e, HK_FN_disposeEnd, d);
}

/* The end: DisposeResources, then on the way that led here. */
HK_FN HK_NOINLINE void hk_emit_disposal_close(hk_emitter *e, hk_disposal *d)
{
    if (!HAKO_WITH_DISPOSE)
        return;
    hk_fs *fs = e->fs;
    unsigned list = fs->disposal, w;
    if (d->kind != HK_N_USING && d->kind != HK_N_AUSING)
        return;
    hk_emit_finally(e, &d->flow);
    w = hk_emit_tmps(e, HK_WINDOW + 3);
    hk_emit_move(e, w + HK_WINDOW, list);
    hk_emit_move(e, w + HK_WINDOW + 1, d->base);
    hk_emit_move(e, w + HK_WINDOW + 2, d->base + 1u);
    hk_emit_lib(e, d->kind == HK_N_USING ? HK_FN_dispose : HK_FN_disposeBegin, w, 3);
    fs->top = (uint8_t)w;
    if (d->kind == HK_N_AUSING)
        hk_emit_dispose_async(e, list);
    fs->disposal = d->outer;
    hk_emit_dispatch(e, &d->flow);
    fs->vars = d->vars;
    fs->top = d->base;
}

/* The kind of using declarations in the list of statements at the cursor: AUSING if there is one of that kind, else USING, else 0. */
HK_FN unsigned hk_emit_using(hk_emitter *e, const hk_sc *s)
{
    unsigned found = 0;
    bool constants = false;
    uint32_t i, at = e->at;
    for (i = s->first; i < s->first + s->count && !e->failed; i++)
        constants = constants || (hk_emit_decl(e, i)->kind & HK_D_KIND) == HK_D_CONST;
    for (; constants && hk_emit_kind_at(e, at) != HK_N_END; at = hk_emit_skip_at(e, at)) {
        unsigned kind = hk_emit_kind_at(e, at);
        if (kind == HK_N_AUSING || (kind == HK_N_USING && !found))
            found = kind;
    }
    return found;
}

/* The statements in scope s, up to END. */
HK_FN void hk_emit_scope_body(hk_emitter *e, const hk_sc *s)
{
    hk_disposal d;
    hk_emit_disposal_open(e, &d, hk_emit_using(e, s));
    hk_emit_statements(e);
    hk_emit_disposal_close(e, &d);
}

/* ---- for await --------------------------------------------------------------------------------------------------- */

/* AsyncIteratorClose of a normal completion, with the iterator in R[it] */
HK_FN HK_NOINLINE void hk_emit_async_close(hk_emitter *e, unsigned it)
{
    if (!HAKO_WITH_ASYNC)
        return;
    hk_list none = HK_NO_JUMP;
    unsigned r = hk_emit_lib1(e, HK_FN_asyncClose, it);
    none = hk_emit_if_empty(e, r, none);
    hk_emit_tmp(e);
    hk_emit_await(e, r);
    hk_emit_lib1(e, HK_FN_iterCheck, r);
    e->fs->top--;
    hk_emit_bind(e, none);
}

/* The handler that closes the iterator in R[it] for an exception, and throws that on. */
HK_FN void hk_emit_async_abandon(hk_emitter *e, hk_flow *f)
{
    if (!HAKO_WITH_ASYNC)
        return;
    unsigned error = hk_emit_tmp(e), r;
    hk_list none = HK_NO_JUMP;
    hk_emit_handler(e, f);
    hk_emit_r(e, HK_OPNUM(CATCH), error);
    r = hk_emit_lib1(e, HK_FN_asyncCloseQuietly, f->reg);
    none = hk_emit_if_empty(e, r, none);
    hk_emit_rru(e, HK_OPNUM(AWAIT), r, e->fs->promise, 2);
    hk_emit_bind(e, none);
    hk_emit_r(e, HK_OPNUM(THROW), error);
    hk_emit_dead(e);
    e->fs->top--;
}

/* One step of the async iterator in R[it]: its value is in R[value]. The result are the jumps taken when it is done. */
HK_FN hk_list hk_emit_async_next(hk_emitter *e, unsigned it, unsigned value)
{
    unsigned top = e->fs->top, w = hk_emit_tmps(e, HK_WINDOW), r;
    hk_list done = HK_NO_JUMP;
    hk_emit_move(e, w + 2, it + 1);
    hk_emit_move(e, w + 3, it);
    r = (unsigned)hk_emit_call_op(e, HK_OPNUM(CALL), w, 0, HK_ANY);
    hk_emit_await(e, r);
    r = hk_emit_lib1(e, HK_FN_asyncResult, r);
    done = hk_emit_if_empty(e, r, done);
    hk_emit_move(e, value, r);
    e->fs->top = (uint8_t)top;
    return done;
}

HK_FN HK_NOINLINE void hk_emit_for_await(hk_emitter *e)
{
    if (!HAKO_WITH_ASYNC)
        return;
    unsigned base = e->fs->top, it, value, r;
    uint32_t p = hk_emit_varint(e), head, top, end;
    hk_list done, again = HK_NO_JUMP;
    hk_flow loop, iter;
    hk_disposal disposal;
    hk_sc s;
    hk_emit_scope_prepare(e, &s);
    head = e->at;
    hk_emit_skip(e);
    if (hk_emit_has_closure(e, e->at, hk_emit_skip_at(e, e->at)))
        hk_emit_make_block(e, &s);                   /* the names in their dead zone */
    it = hk_emit_tmps(e, 3);
    r = (unsigned)hk_emit_expr(e, HK_ANY);
    e->fs->top = (uint8_t)(it + 3);
    hk_emit_pos(e, p);
    hk_emit_rru(e, HK_OPNUM(ITER), it, r, 1);
    value = hk_emit_head_reg(e, head);
    if (value == HK_NO_REG)
        value = hk_emit_tmp(e);
    top = hk_emit_loop_head(e);
    hk_emit_pos(e, p);
    done = hk_emit_async_next(e, it, value);
    hk_emit_flow_open(e, &loop, HK_FLOW_LOOP, 0);
    hk_emit_flow_open(e, &iter, HK_FLOW_AITER, it);
    hk_emit_make_block(e, &s);
    end = e->at;
    e->at = head;
    hk_emit_disposal_open(e, &disposal, hk_emit_kind(e));
    hk_emit_bind_head(e, value);
    e->at = end;
    hk_emit_statement(e);
    hk_emit_disposal_close(e, &disposal);
    hk_emit_patch(e, loop.cont, top);
    again = hk_emit_goto(e, again);
    hk_emit_patch(e, again, top);
    hk_emit_flow_close(e, &iter);
    hk_emit_async_abandon(e, &iter);
    hk_emit_flow_close(e, &loop);
    hk_emit_bind(e, done);
    hk_emit_bind(e, loop.brk);
    hk_emit_scope_close(e, &s);
    e->fs->top = (uint8_t)base;
}

/* ---- yield in async generators ----------------------------------------------------------------------------------- */

/* AsyncGeneratorYield of R[value], but for the await of a value sent by return() */
HK_FN void hk_emit_yield_async(hk_emitter *e, unsigned value, unsigned returned)
{
    hk_emit_lib2(e, HK_FN_asyncGenStep, e->fs->promise, value);
    hk_emit_rru(e, HK_OPNUM(YIELD), value, returned, 2);
}

/* yield* with an async iterator that lacks the method asked for: return(v) returns from here, throw(v) is an error. */
HK_FN void hk_emit_delegate_missing(hk_emitter *e, unsigned it, unsigned value, unsigned mode)
{
    hk_list throws = HK_NO_JUMP;
    hk_emit_ri(e, HK_OPNUM(JSNEI), mode, 2);
    throws = hk_emit_jump2(e, throws);
    hk_emit_await(e, value);
    hk_emit_exit(e, HK_N_RETURN, NULL, value);
    hk_emit_bind(e, throws);
    hk_emit_async_close(e, it);
    hk_emit_lib1(e, HK_FN_noThrowMethod, it);
}

/* yield* in an async generator:
 *
 *       ITER it; mode = 0 (next); value = undefined
 *   L:  r = asyncDelegate(it, it.next, mode, value)           calls next, throw or return of the inner iterator
 *       if r is empty: it has no such method
 *       r = await r; if iterDone(r): goto D
 *       value = iterValue(r)
 *       [ YIELD value, by-return; if by-return: value = await value ]     protected: throw() arrives at H
 *       mode = by-return ? 2 : 0; goto L
 *   H:  CATCH value; mode = 1; goto L
 *   D:  value = iterValue(r); if mode is 2: return value; the result is value
 */
HK_FN HK_NOINLINE int hk_emit_yield_star_async(hk_emitter *e, int dst)
{
    unsigned base = e->fs->top, it = hk_emit_tmps(e, 3), value = hk_emit_tmps(e, 2), mode = value + 1, t;
    unsigned r = hk_emit_tmp(e), returned = hk_emit_tmp(e), w;
    hk_list loop = HK_NO_JUMP, done = HK_NO_JUMP, missing = HK_NO_JUMP, over = HK_NO_JUMP;
    uint32_t p = hk_emit_varint(e), head;
    hk_flow flow;
    t = (unsigned)hk_emit_expr(e, HK_ANY);
    e->fs->top = (uint8_t)(returned + 1);
    hk_emit_pos(e, p);
    hk_emit_rru(e, HK_OPNUM(ITER), it, t, 1);
    hk_emit_load_int(e, mode, 0);
    hk_emit_special(e, value, HK_S_UNDEFINED);
    head = hk_emit_loop_head(e);
    hk_emit_pos(e, p);
    w = hk_emit_tmps(e, HK_WINDOW + 4);
    hk_emit_move(e, w + 4, it);
    hk_emit_move(e, w + 5, it + 1);
    hk_emit_move(e, w + 6, mode);
    hk_emit_move(e, w + 7, value);
    hk_emit_lib(e, HK_FN_asyncDelegate, w, 4);
    hk_emit_move(e, r, w);
    e->fs->top = (uint8_t)w;
    missing = hk_emit_if_empty(e, w, missing);
    hk_emit_await(e, r);
    w = hk_emit_lib1(e, HK_FN_iterDone, r);
    done = hk_emit_jump(e, HK_OPNUM(JT), w, done);
    hk_emit_move(e, value, hk_emit_lib1(e, HK_FN_iterValue, r));
    hk_emit_flow_open(e, &flow, HK_FLOW_TRY, 0);
    hk_emit_yield_async(e, value, returned);
    hk_emit_load_int(e, mode, 0);
    loop = hk_emit_jump(e, HK_OPNUM(JF), returned, loop);
    hk_emit_await(e, value);
    hk_emit_flow_close(e, &flow);
    hk_emit_load_int(e, mode, 2);
    loop = hk_emit_goto(e, loop);
    hk_emit_handler(e, &flow);
    hk_emit_r(e, HK_OPNUM(CATCH), value);
    hk_emit_load_int(e, mode, 1);
    loop = hk_emit_goto(e, loop);
    hk_emit_patch(e, loop, head);
    hk_emit_bind(e, missing);
    hk_emit_delegate_missing(e, it, value, mode);
    hk_emit_bind(e, done);
    hk_emit_move(e, value, hk_emit_lib1(e, HK_FN_iterValue, r));
    hk_emit_ri(e, HK_OPNUM(JSNEI), mode, 2);
    over = hk_emit_jump2(e, over);
    hk_emit_exit(e, HK_N_RETURN, NULL, value);
    hk_emit_bind(e, over);
    return hk_emit_result(e, base, dst, value);
}
#endif
