// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Which checks there are and what is told of them; apart from the work itself, so that a page can speak of it.

/** As folkmoot-verify numbers them; in the order in which they are made. */
export const CHECKS = [3, 1, 5, 6, 9, 11, 12, 13, 14] as const;
export type Check = (typeof CHECKS)[number];

export type Step =
  | { readonly at: "begin"; readonly check: Check }
  /** a part of a check that has many */
  | { readonly at: "part"; readonly check: Check; readonly done: number; readonly total: number }
  | { readonly at: "passed"; readonly check: Check; readonly count: number }
  | { readonly at: "failed"; readonly check: Check; readonly why: string }
  /** what it rests on has failed */
  | { readonly at: "left"; readonly check: Check };
