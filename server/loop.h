/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * An event loop: one thread with its own event base. Whatever is tied to a base is touched on its own
 * thread only, so nothing in libevent is locked; the one door from other threads is loop_post().
 */
#ifndef FOLKMOOT_SERVER_LOOP_H
#define FOLKMOOT_SERVER_LOOP_H

#include "base/error.h"

struct loop;
struct event_base;

typedef void loop_fn(void *arg);

/* The loop does not run before loop_start(); until then its base may be set up from the caller's thread. */
struct loop *loop_new(unsigned index);
MUST_CHECK bool loop_start(struct loop *loop, struct error *err);
/* Call fn(arg) on the loop's thread, soon, in the order of posting; from any thread, also from its own. */
void loop_post(struct loop *loop, loop_fn *fn, void *arg);
/* Ask the loop to end after the closures posted so far; from any thread. */
void loop_stop(struct loop *loop);
/* Wait until its thread has ended. */
void loop_join(struct loop *loop);
/* After loop_join(), or when it never started. Whatever was made on its base must be freed before. */
void loop_free(struct loop *loop);

struct event_base *loop_base(struct loop *loop);
unsigned loop_index(const struct loop *loop);
/* The loop whose thread this is, or NULL. */
struct loop *loop_current(void);

#endif
