// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One step of the wizard: a form over a part of the draft, saved by itself. What it holds and has not saved it reports upwards,
// so that nobody leaves without knowing.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { DraftAnswer, prepare } from "../../api/prepare.ts";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { t } from "../../components/text/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import type { Draft } from "./draft.ts";
import { readTarget, show, type Place } from "./target.ts";

export interface StepProps {
  readonly desk: DeskRound;
  readonly draft: Draft;
  /** False when it was not saved; the wizard has said why. */
  readonly save: (part: Part) => Promise<boolean>;
  /** Lets the server change the saved draft, and begins the step anew with what came out, saying that it is done (a message id); throws what the server says. */
  readonly change: (by: (acts: ReturnType<typeof prepare.of>, version: number) => Promise<DraftAnswer>, done: string) => Promise<void>;
  /** What would be saved of this step, and has not been; null: everything is. */
  readonly onUnsaved: (save: (() => Promise<boolean>) | null) => void;
  readonly onNext: () => void;
  /** to another step, by its name */
  readonly onStep: (name: string) => void;
  /** to a field of some step */
  readonly onPlace: (place: Place) => void;
  /** which list the projects were last looked at of: kept when the step begins anew */
  readonly list: { current: string };
  /** what a link leads to, behind the step in the fragment (target.ts); null: nothing */
  readonly target: string | null;
}

/** What a step changes in a draft: in the one that it was based on, or in a newer one. */
export type Part = (draft: Draft) => Partial<Draft>;

export type ErrorOf = (field: string) => string | undefined;

interface Props<F> {
  readonly step: StepProps;
  /** compared as JSON with what was saved */
  readonly form: F;
  /** What is wrong with what stands in the fields, not what is missing: that the readiness list tells. */
  readonly check: () => readonly FieldError[];
  readonly part: Part;
  readonly children: (errorOf: ErrorOf, unsaved: boolean) => ComponentChildren;
}

export function StepForm<F>({ step, form, check, part, children }: Props<F>) {
  const text = JSON.stringify(form);
  const [kept, setKept] = useState(text);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [state, setState] = useState<"" | "saving" | "saved">("");
  const unsaved = text !== kept;
  const save = async (): Promise<boolean> => {
    const wrong = check();
    setErrors(wrong);
    if (wrong.length > 0) return false;
    setState("saving");
    const done = await step.save(part);
    if (done) setKept(text);
    setState(done ? "saved" : "");
    return done;
  };
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    step.onUnsaved(unsaved ? () => latest.current() : null);
    if (unsaved) setState((now) => (now === "saved" ? "" : now));
  }, [unsaved, text]);
  useEffect(() => {
    show(readTarget(step.target, step.draft.languages).field);
    return () => step.onUnsaved(null);
  }, []);
  const submit = async (event: Event, on: boolean): Promise<void> => {
    event.preventDefault();
    if (state === "saving") return;
    if ((await save()) && on) step.onNext();
  };
  return (
    <form class="step" onSubmit={(event) => void submit(event, true)} noValidate>
      <ErrorSummary errors={errors} />
      {children((field) => errors.find((error) => error.field === field)?.text, unsaved)}
      <div class="actions step-actions">
        <button type="submit" class="primary" aria-disabled={state === "saving"}>
          {t("prepare-save-next")}
        </button>
        <button type="button" aria-disabled={state === "saving"} onClick={(event) => void submit(event, false)}>
          {t("prepare-save")}
        </button>
        <p class="step-state" role="status">
          {unsaved ? t("prepare-unsaved") : state === "saved" ? t("prepare-saved") : ""}
        </p>
      </div>
    </form>
  );
}
