// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The steps that make a round, in an order that can be left at any time: where one is stands in the fragment of the address,
// what is written is saved step by step. Two people may prepare one round: who saves second is told whose version came first.

import { useEffect, useRef, useState } from "preact/hooks";
import { api, ApiProblem } from "../../api/index.ts";
import { prepare, type DraftAnswer } from "../../api/prepare.ts";
import { Alert } from "../../components/alert/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { Dialog } from "../../components/dialog/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import { setHeading } from "../page.tsx";
import { Ballot } from "./ballot.tsx";
import { Basics } from "./basics.tsx";
import { Conflict, type Clash } from "./conflict.tsx";
import { draftWith, titleOf, type Draft } from "./draft.ts";
import { Keys } from "./keys.tsx";
import { Lists } from "./lists.tsx";
import { People } from "./people.tsx";
import { Preview } from "./preview.tsx";
import { Projects } from "./projects.tsx";
import { Ready } from "./ready.tsx";
import { ScheduleStep } from "./schedule.tsx";
import type { Part, StepProps } from "./step-form.tsx";
import { Voters } from "./voters.tsx";

export const STEPS = { basics: Basics, lists: Lists, projects: Projects, ballot: Ballot, schedule: ScheduleStep, voters: Voters, people: People, keys: Keys, preview: Preview, ready: Ready } as const;
export type StepName = keyof typeof STEPS;
const NAMES = Object.keys(STEPS) as StepName[];

interface Saved {
  readonly draft: Draft;
  readonly version: number;
  readonly changed?: DraftAnswer["changed"];
}

export function Wizard({ desk }: { desk: DeskRound }) {
  const [saved, setSaved] = useState<Saved | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    prepare.draft(desk.answer.id).then(
      (answer) => setSaved(savedOf(answer, desk)),
      () => setFailed(true),
    );
  };
  useEffect(load, []);
  if (failed) {
    return (
      <Alert kind="error" title="load-failed">
        <button type="button" onClick={load}>
          {t("try-again")}
        </button>
      </Alert>
    );
  }
  if (saved === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  return <Steps desk={desk} saved={saved} onSaved={setSaved} />;
}

function savedOf({ version, content, changed }: DraftAnswer, { city }: DeskRound): Saved {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { version, draft: draftWith(content, city.languages, zone), ...(changed === undefined ? {} : { changed }) };
}

function Steps({ desk, saved, onSaved }: { desk: DeskRound; saved: Saved; onSaved: (saved: Saved) => void }) {
  const [step, setStep] = useState<StepName>(() => whereInAddress().step);
  /** Another form of the same step: after a newer version was loaded. */
  const [form, setForm] = useState(0);
  const [clash, setClash] = useState<Clash | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  /** what the server has just done to the draft, as a message id */
  const [done, setDone] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Where | null>(null);
  const [target, setTarget] = useState<string | null>(() => whereInAddress().field);
  const unsaved = useRef<(() => Promise<boolean>) | null>(null);
  const list = useRef("");
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);

  const go = ({ step: name, field }: Where): void => {
    setLeaving(null);
    setClash(null);
    setFailure(null);
    setDone(null);
    // Back leads to the step before; where the address has led here already there is nothing to add.
    if (whereInAddress().step === name && location.hash !== "") history.replaceState(null, "", `#${name}`);
    else history.pushState(null, "", `#${name}`);
    moved.current = field === null;
    setTarget(field);
    setStep(name);
  };
  const leave = (where: Where): void => {
    if (where.step === step) return;
    if (unsaved.current === null) go(where);
    else setLeaving(where);
  };
  useEffect(() => {
    if (moved.current) heading.current?.focus();
  }, [step]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (unsaved.current === null) return;
      event.preventDefault();
      event.returnValue = true;
    };
    const follow = (): void => leaveRef.current(whereInAddress());
    addEventListener("beforeunload", warn);
    addEventListener("hashchange", follow);
    return () => {
      removeEventListener("beforeunload", warn);
      removeEventListener("hashchange", follow);
    };
  }, []);
  const leaveRef = useRef(leave);
  leaveRef.current = leave;

  const saveOver = async (draft: Draft, version: number, part: Part): Promise<boolean> => {
    setFailure(null);
    setDone(null);
    try {
      // The session may have been renewed in another window since the page was loaded.
      const { csrf } = await api.session();
      onSaved(savedOf(await prepare.of(csrf).saveDraft(desk.answer.id, { ...draft, ...part(draft) }, version), desk));
      setClash(null);
      return true;
    } catch (error) {
      if (error instanceof ApiProblem && error.slug === "precondition-failed") {
        const theirs = await prepare.draft(desk.answer.id).catch(() => null);
        if (theirs !== null) {
          setClash({ ...savedOf(theirs, desk), before: draft, part });
          return false;
        }
      }
      setFailure(error instanceof ApiProblem && error.slug === "not-signed-in" ? t("prepare-signed-out") : problemText(error));
      return false;
    }
  };
  const title = titleOf(saved.draft.texts, language());
  useEffect(() => setHeading(t("desk-heading-prepare", { round: title || t("work-untitled") })), [title]);
  const Step = STEPS[step];
  const at = NAMES.indexOf(step);
  const props: StepProps = {
    desk,
    draft: saved.draft,
    save: (part) => saveOver(saved.draft, saved.version, part),
    change: async (by, done) => {
      const { csrf } = await api.session();
      onSaved(savedOf(await by(prepare.of(csrf), saved.version), desk));
      setForm(form + 1);
      setDone(done);
      heading.current?.focus();
    },
    onUnsaved: (save) => {
      unsaved.current = save;
    },
    onNext: () => go({ step: NAMES[Math.min(at + 1, NAMES.length - 1)]!, field: null }),
    onStep: (name) => leave({ step: name as StepName, field: null }),
    onPlace: ({ step: name, field }) => leave({ step: name as StepName, field }),
    list,
    target,
  };
  return (
    <div class="wizard">
      <nav aria-label={t("prepare-steps")}>
        <ol>
          {NAMES.map((name) => (
            <li key={name}>
              <a href={`#${name}`} aria-current={name === step ? "step" : undefined} onClick={(event) => (event.preventDefault(), leave({ step: name, field: null }))}>
                {t(`prepare-step-${name}`)}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <section aria-labelledby="step-heading">
        <p class="quiet">{t("prepare-step-of", { step: at + 1, steps: NAMES.length })}</p>
        <h2 id="step-heading" tabIndex={-1} ref={heading}>
          {t(`prepare-step-${step}`)}
        </h2>
        {done !== null && <Alert kind="success" title={done} />}
        {failure !== null && (
          <Alert kind="error" title="prepare-not-saved">
            <p>{failure}</p>
          </Alert>
        )}
        {clash !== null && (
          <Conflict
            clash={clash}
            onTheirs={() => {
              onSaved(clash);
              setClash(null);
              setForm(form + 1);
            }}
            onMine={() => void saveOver(clash.draft, clash.version, clash.part).then((done) => done && setForm(form + 1))}
          />
        )}
        <Step key={`${step} ${form}`} {...props} />
        {saved.changed !== undefined && <p class="quiet">{lastSaved(saved.changed)}</p>}
      </section>
      {leaving !== null && (
        <Dialog title="prepare-leave" onClose={() => setLeaving(null)}>
          <p>{t("prepare-leave-about")}</p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void unsaved.current?.().then((done) => (done ? go(leaving) : setLeaving(null)))}>
              {t("prepare-leave-save")}
            </button>
            <button type="button" onClick={() => go(leaving)}>
              {t("prepare-leave-drop")}
            </button>
            <button type="button" onClick={() => setLeaving(null)}>
              {t("prepare-leave-stay")}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

interface Where {
  readonly step: StepName;
  /** target.ts; null: its beginning */
  readonly field: string | null;
}

/** `#basics`, or `#basics/FIELD`. */
function whereInAddress(): Where {
  const [, name = "", field = null] = /^([^/]*)(?:\/(.*))?$/s.exec(decodeURIComponent(location.hash.slice(1)))!;
  return { step: name in STEPS ? (name as StepName) : NAMES[0]!, field };
}

function lastSaved({ by, at }: NonNullable<DraftAnswer["changed"]>): string {
  const when = moment(locale(), undefined, Math.floor(at / 60));
  return by === undefined ? t("prepare-changed", { when }) : t("prepare-changed-by", { by, when });
}
