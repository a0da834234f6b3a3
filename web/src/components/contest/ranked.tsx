// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The voter's ranking so far, moved by buttons: works by keyboard and screen reader without dragging.

import { useRef, useState } from "preact/hooks";
import type { Fields } from "../../crypto/forms.ts";
import { t, T, Title } from "../text/index.tsx";
import type { ContestProps } from "./index.tsx";

export function Ranked({ contest, fields, onChange }: ContestProps) {
  const [spoken, setSpoken] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const ranked = fields.filter((field) => field !== 0);
  const set = (next: readonly number[]): void => onChange(fields.map((_, place) => next[place] ?? 0) satisfies Fields);
  const titleOf = (field: number): string => contest.options[field - 1]!.words.title;

  const move = (from: number, to: number): void => {
    const next = [...ranked];
    const [moved] = next.splice(from, 1);
    next.splice(to, 0, moved!);
    set(next);
    setSpoken(t("rank-moved", { title: titleOf(moved!), place: to + 1 }));
  };
  const remove = (place: number): void => {
    setSpoken(t("rank-removed", { title: titleOf(ranked[place]!) }));
    set(ranked.filter((_, i) => i !== place));
    list.current?.focus();
  };

  return (
    <div class="ranked">
      <h3>
        <T id="rank-heading" />
      </h3>
      {ranked.length === 0 && <p class="quiet"><T id="rank-empty" /></p>}
      <ol ref={list} tabIndex={-1}>
        {ranked.map((field, place) => (
          <li key={field}>
            <Title words={contest.options[field - 1]!.words} />
            <span class="moves">
              <button type="button" aria-label={t("rank-up", { title: titleOf(field) })} aria-disabled={place === 0} onClick={() => place > 0 && move(place, place - 1)}>
                ↑
              </button>
              <button
                type="button"
                aria-label={t("rank-down", { title: titleOf(field) })}
                aria-disabled={place === ranked.length - 1}
                onClick={() => place < ranked.length - 1 && move(place, place + 1)}
              >
                ↓
              </button>
              <button type="button" aria-label={t("rank-remove", { title: titleOf(field) })} onClick={() => remove(place)}>
                ×
              </button>
            </span>
          </li>
        ))}
      </ol>
      <p class="visually-hidden" role="status">
        {spoken}
      </p>
    </div>
  );
}
