// SPDX-License-Identifier: AGPL-3.0-or-later
//
// How one option is chosen, for each form of ballot. What cannot be chosen now stays reachable by keyboard and
// says why (aria-disabled instead of disabled).

import type { JSX } from "preact";
import type { Fields } from "../../crypto/forms.ts";
import { moneyOf } from "../../i18n/format.ts";
import { obstacle, type Obstacle } from "../../pages/vote/standing.ts";
import { Foreign, t, T, Title } from "../text/index.tsx";
import type { ContestProps } from "./index.tsx";

export interface ControlProps extends ContestProps {
  readonly option: number;
}

export function Control(props: ControlProps) {
  switch (props.contest.form.kind) {
    case "approval":
    case "knapsack":
      return <Checkbox {...props} />;
    case "choice":
      return <Radio {...props} />;
    case "points":
      return <Stepper {...props} />;
    case "ranking":
      return <RankButton {...props} />;
    case "scores":
      return <Score {...props} />;
    case "questions":
      return <Question {...props} />;
  }
}

export function withField(fields: Fields, at: number, value: number): Fields {
  return fields.map((field, i) => (i === at ? value : field));
}

/** Of the control of an option. */
export function idOf({ contest, option }: Pick<ControlProps, "contest" | "option">): string {
  return `option-${contest.id}-${option}`;
}

function Checkbox(props: ControlProps) {
  const { contest, fields, option, onChange } = props;
  const id = idOf(props);
  const chosen = fields[option] === 1;
  const why = chosen ? null : obstacle(contest, fields, option);
  const toggle = (event: JSX.TargetedEvent<HTMLInputElement>): void => {
    if (why !== null) event.currentTarget.checked = false;
    else onChange(withField(fields, option, chosen ? 0 : 1));
  };
  return (
    <>
      <div class="pick">
        <input id={id} type="checkbox" checked={chosen} aria-disabled={why !== null} aria-describedby={`${id}-about`} onChange={toggle} />
        <label for={id}>
          <Name {...props} />
        </label>
      </div>
      <About {...props} why={why} />
    </>
  );
}

function Radio(props: ControlProps) {
  const { contest, fields, option, onChange } = props;
  const id = idOf(props);
  return (
    <>
      <div class="pick">
        <input
          id={id}
          type="radio"
          name={`contest-${contest.id}`}
          checked={fields[0] === option + 1}
          aria-describedby={`${id}-about`}
          onChange={() => onChange([option + 1])}
        />
        <label for={id}>
          <Name {...props} />
        </label>
      </div>
      <About {...props} why={null} />
    </>
  );
}

function Stepper(props: ControlProps) {
  const { contest, fields, option, onChange } = props;
  if (contest.form.kind !== "points") return null;
  const id = idOf(props);
  const points = fields[option]!;
  const spent = fields.reduce((a, b) => a + b, 0);
  const why = points === 0 ? obstacle(contest, fields, option) : null;
  const full = points >= contest.form.max_each || spent >= contest.form.total || why !== null;
  const title = contest.options[option]!.words.title;
  const set = (value: number): void => onChange(withField(fields, option, value));
  return (
    <>
      <div class="pick" role="group" aria-labelledby={`${id}-name`} aria-describedby={`${id}-about`}>
        <span id={`${id}-name`} class="name">
          <Name {...props} />
        </span>
        <span class="stepper">
          <button type="button" aria-label={t("points-less", { title })} aria-disabled={points === 0} onClick={() => points > 0 && set(points - 1)}>
            −
          </button>
          <output id={id} tabIndex={-1} aria-live="polite">
            <T id="points-given" args={{ points }} />
          </output>
          <button type="button" aria-label={t("points-more", { title })} aria-disabled={full} onClick={() => !full && set(points + 1)}>
            +
          </button>
        </span>
      </div>
      <About {...props} why={why} />
    </>
  );
}

function RankButton(props: ControlProps) {
  const { contest, fields, option, onChange } = props;
  const id = idOf(props);
  const place = fields.indexOf(option + 1);
  const free = fields.indexOf(0);
  const why = place < 0 ? obstacle(contest, fields, option) : null;
  const title = contest.options[option]!.words.title;
  return (
    <>
      <div class="pick" role="group" aria-labelledby={`${id}-name`} aria-describedby={`${id}-about`}>
        <span id={`${id}-name`} class="name">
          <Name {...props} />
        </span>
        {place >= 0 ? (
          <strong id={id} tabIndex={-1}>
            <T id="rank-place" args={{ place: place + 1 }} />
          </strong>
        ) : (
          <button
            id={id}
            type="button"
            aria-label={t("rank-add-label", { title, place: free + 1 })}
            aria-disabled={why !== null}
            onClick={() => why === null && onChange(withField(fields, free, option + 1))}
          >
            <T id="rank-add" args={{ place: free + 1 }} />
          </button>
        )}
      </div>
      <About {...props} why={why} />
    </>
  );
}

function Score(props: ControlProps) {
  const { contest, fields, option, onChange } = props;
  if (contest.form.kind !== "scores") return null;
  const id = idOf(props);
  const { low, high } = contest.form;
  const why = fields[option] === 0 ? obstacle(contest, fields, option) : null;
  const scores = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return (
    <>
      <div class="pick">
        <label for={id}>
          <Name {...props} />
        </label>
        <select id={id} aria-describedby={`${id}-about`} disabled={why !== null} value={String(fields[option])} onChange={(event) => onChange(withField(fields, option, Number(event.currentTarget.value)))}>
          <option value="0">{t("score-none")}</option>
          {scores.map((score) => (
            <option key={score} value={String(score - low + 1)}>
              {score}
            </option>
          ))}
        </select>
      </div>
      <About {...props} why={why} />
    </>
  );
}

const ANSWERS = ["answer-none", "answer-yes", "answer-no", "answer-abstain"];

function Question(props: ControlProps) {
  const { fields, option, onChange } = props;
  const id = idOf(props);
  return (
    <fieldset class="question" aria-describedby={`${id}-about`}>
      <legend>
        <Name {...props} />
      </legend>
      <About {...props} why={null} />
      {[1, 2, 3, 0].map((answer) => (
        <div class="pick" key={answer}>
          <input
            id={answer === 1 ? id : `${id}-${answer}`}
            type="radio"
            name={id}
            checked={fields[option] === answer}
            onChange={() => onChange(withField(fields, option, answer))}
          />
          <label for={answer === 1 ? id : `${id}-${answer}`}>
            <T id={ANSWERS[answer]!} />
          </label>
        </div>
      ))}
    </fieldset>
  );
}

function Name({ contest, option }: ControlProps) {
  return (
    <span class="option-name">
      <span class="number"><T id="option-number" args={{ number: option + 1 }} /></span> <Title words={contest.options[option]!.words} />
    </span>
  );
}

/** Cost, place, summary, and why it cannot be chosen now. */
function About(props: ControlProps & { why: Obstacle | null }) {
  const { contest, option, money, why } = props;
  const { words, cost, category, id } = contest.options[option]!;
  const rivals = contest.conflicts
    .filter((set) => set.includes(id))
    .flatMap((set) => set.filter((other) => other !== id))
    .map((other) => contest.options.find((item) => item.id === other)?.words.title ?? other);
  const besideBox = ["approval", "knapsack", "choice"].includes(contest.form.kind);
  return (
    <div id={`${idOf(props)}-about`} class={besideBox ? "about beside-box" : "about"}>
      {contest.form.kind !== "questions" && <span class="cost">{moneyOf(money, cost)}</span>}
      {category !== null && (
        <span class="quiet">
          {" "}
          · <Foreign words={words} text={words.category ?? category} />
        </span>
      )}
      {words.place !== undefined && (
        <span class="quiet">
          {" "}
          · <Foreign words={words} text={words.place} />
        </span>
      )}
      {words.summary !== undefined && (
        <p>
          <Foreign words={words} text={words.summary} />
        </p>
      )}
      {words.description !== undefined && (
        <details>
          <summary>
            <T id="option-more" args={{ title: words.title }} />
          </summary>
          <p>
            <Foreign words={words} text={words.description} />
          </p>
        </details>
      )}
      {rivals.length > 0 && <p class="quiet"><T id="option-rivals" args={{ titles: rivals.join(", ") }} /></p>}
      {why !== null && (
        <p class="why">{why.kind === "cost" ? <T id="why-cost" args={{ missing: moneyOf(money, why.missing) }} /> : <T id={`why-full-${contest.form.kind}`} args={{ max: why.max }} />}</p>
      )}
    </div>
  );
}
