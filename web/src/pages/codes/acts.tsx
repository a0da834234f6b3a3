// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Acts about codes: those that wait for signatures, and those that are dealt with. A round of many codes has tens of thousands,
// so each list comes page by page, newest first.

import { useEffect, useState } from "preact/hooks";
import { desk as deskApi, type ActsPage } from "../../api/desk.ts";
import { ActCard } from "../../components/act/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t, T } from "../../components/text/index.tsx";

const TYPES = ["void", "batch-void", "issue"];

export function Acts({ frame, onReload }: { frame: DeskRound; onReload: () => void }) {
  return (
    <section aria-labelledby="acts-heading">
      <h2 id="acts-heading">{t("codes-acts")}</h2>
      <Pages frame={frame} waits={true} heading="codes-acts-waiting" none="codes-no-acts" onReload={onReload} />
      <Pages frame={frame} waits={false} heading="codes-acts-over" onReload={onReload} />
      <div class="actions">
        <button type="button" onClick={onReload}>
          {t("codes-acts-reload")}
        </button>
      </div>
    </section>
  );
}

interface PagesProps {
  readonly frame: DeskRound;
  readonly waits: boolean;
  /** message ids; `none`: said where there is none */
  readonly heading: string;
  readonly none?: string;
  readonly onReload: () => void;
}

function Pages({ frame, waits, heading, none, onReload }: PagesProps) {
  const [{ acts, next }, setPage] = useState<ActsPage>({ acts: [] });
  const [failure, setFailure] = useState<string | null>(null);
  const load = (before?: number): void => {
    deskApi.actsPage(frame.answer.id, { types: TYPES, waits, ...(before === undefined ? {} : { before }) }).then(
      (page) => {
        setFailure(null);
        setPage(before === undefined ? page : { ...page, acts: [...acts, ...page.acts] });
      },
      (error: unknown) => setFailure(problemText(error)),
    );
  };
  useEffect(() => load(), []);
  if (acts.length === 0 && failure === null) return none === undefined ? null : <p>{t(none)}</p>;
  return (
    <>
      <h3>{t(heading)}</h3>
      <ul class="acts-list">
        {acts.map((act) => (
          <li key={act.id}>
            <ActCard act={act} desk={frame} onChange={onReload} />
          </li>
        ))}
      </ul>
      {failure !== null && (
        <p class="field-message" role="alert">
          {failure}
        </p>
      )}
      {next !== undefined && (
        <div class="actions">
          <button type="button" onClick={() => load(next)}>
            <T id="codes-acts-older" />
          </button>
        </div>
      )}
    </>
  );
}
