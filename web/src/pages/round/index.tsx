// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/read.css";
import { useEffect, useState } from "preact/hooks";
import { api, type RoundAnswer } from "../../api/index.ts";
import { LoadFailed } from "../../components/alert/index.tsx";
import { language, T } from "../../components/text/index.tsx";
import { moneyOf, moment } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { roundInAddress, setHeading, startPage } from "../page.tsx";
import { listsOf, wordsIn, type ListShown } from "./lists.ts";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Round />);
  localTimes();
}

function Round() {
  const [round, setRound] = useState<RoundAnswer | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    const id = roundInAddress();
    if (id === null) return setFailed(true);
    setFailed(false);
    api.round(id).then(
      (answer) => {
        setHeading(wordsIn(answer.texts, "round", language())?.title ?? answer.id);
        setRound(answer);
      },
      () => setFailed(true),
    );
  };
  useEffect(load, []);
  if (failed) return <LoadFailed onAgain={load} />;
  if (round === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  const { lists, currency, minorDigits } = listsOf(round, language());
  return (
    <>
      <p>
        <T id={`state-${round.state}`} />
        {round.close !== undefined && (
          <>
            {" · "}
            <T id="closes" args={{ when: moment(language(), undefined, round.close) }} />
          </>
        )}
      </p>
      {round.turnout !== undefined && <p><T id="turnout" args={{ voters: round.turnout.voters, listed: round.listed }} /></p>}
      <RoundAction round={round} />
      {lists.map((list) => (
        <List key={list.id} list={list} money={{ language: language(), currency, minorDigits }} />
      ))}
    </>
  );
}

function RoundAction({ round }: { round: RoundAnswer }) {
  if (round.state === "open") {
    return (
      <a class="button primary" href={`/${language()}/rounds/${round.id}/vote`}>
        <T id="round-vote" />
      </a>
    );
  }
  if (["counted", "certified", "published"].includes(round.state)) {
    return (
      <a class="button" href={`/${language()}/rounds/${round.id}/result`}>
        <T id="round-result" />
      </a>
    );
  }
  return null;
}

function List({ list, money }: { list: ListShown; money: { language: string; currency: string; minorDigits: number } }) {
  return (
    <section>
      <h2>{list.title}</h2>
      <ul class="options">
        {list.options.map(({ id, title, summary, cost }, i) => (
          <li key={id} class="option">
            <h3>
              <span class="number"><T id="option-number" args={{ number: i + 1 }} /></span> {title}
            </h3>
            <p class="cost">{moneyOf(money, cost)}</p>
            {summary !== undefined && <p>{summary}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
