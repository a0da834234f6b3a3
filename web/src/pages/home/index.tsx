// SPDX-License-Identifier: AGPL-3.0-or-later
import "../../styles/read.css";
import { useEffect, useState } from "preact/hooks";
import { api, type RoundSummary } from "../../api/index.ts";
import { LoadFailed } from "../../components/alert/index.tsx";
import { language, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";
import type { PageTexts } from "../../i18n/index.ts";
import { localTimes } from "../local-times.ts";
import { startPage } from "../page.tsx";
import { titleIn } from "../words.ts";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Home />);
  localTimes();
}

function Home() {
  const [rounds, setRounds] = useState<readonly RoundSummary[] | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    api.rounds().then(setRounds, () => setFailed(true));
  };
  useEffect(load, []);
  if (failed) return <LoadFailed onAgain={load} />;
  if (rounds === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  if (rounds.length === 0) return <p><T id="home-none" /></p>;
  return (
    <ul class="cards">
      {rounds.map((round) => (
        <li key={round.id} class="card">
          <p class="pill">
            <T id={`state-${round.state}`} />
          </p>
          <h2>
            <a href={`/${language()}/rounds/${round.id}`}>{titleIn(round.title, language()) ?? round.id}</a>
          </h2>
          {round.kind === "rehearsal" && (
            <p>
              <strong>
                <T id="rehearsal" />
              </strong>
            </p>
          )}
          {round.summary !== undefined && <p>{titleIn(round.summary, language())}</p>}
          {round.close !== undefined && (
            <p class="deadline">
              <T id="closes" args={{ when: moment(language(), undefined, round.close) }} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
