// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where staff begin: the rounds that they work on, what each waits for, and a new round.

import "../../styles/staff.css";
import "./staff-home.css";
import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../api/index.ts";
import { prepare, type OwnRound } from "../../api/prepare.ts";
import { staff, type Assembly } from "../../api/staff.ts";
import { LoadFailed } from "../../components/alert/index.tsx";
import { SignedIn } from "../../components/signed-in/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { NewRound } from "./new-round.tsx";
import { RoundCard } from "./round-card.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignedIn page="home">{(session) => <Home session={session} />}</SignedIn>);
}

const ENDED = ["published", "annulled"];

interface Work {
  readonly rounds: readonly OwnRound[];
  readonly assemblies: readonly Assembly[];
}

function Home({ session }: { session: Session }) {
  const [work, setWork] = useState<Work | null>(null);
  const [failed, setFailed] = useState(false);
  const load = (): void => {
    setFailed(false);
    find().then(setWork, () => setFailed(true));
  };
  useEffect(load, []);
  if (failed) return <LoadFailed onAgain={load} />;
  if (work === null) {
    return (
      <p role="status">
        <T id="loading" />
      </p>
    );
  }
  const running = work.rounds.filter(({ state }) => !ENDED.includes(state));
  const past = work.rounds.filter(({ state }) => ENDED.includes(state));
  const mayPrepare = work.assemblies.filter(({ id }) => session.roles.some(({ role, assembly }) => role === "facilitator" && assembly === id));
  const cards = (rounds: readonly OwnRound[]) => (
    <ul class="work">
      {rounds.map((round) => (
        <RoundCard key={round.id} round={round} assembly={work.assemblies.find(({ id }) => id === round.assembly)?.name ?? round.assembly} />
      ))}
    </ul>
  );
  return (
    <>
      <section aria-labelledby="work-running">
        <h2 id="work-running">{t("work-running")}</h2>
        {running.length === 0 ? <p>{t(mayPrepare.length > 0 ? "work-none-prepare" : "work-none")}</p> : cards(running)}
      </section>
      {mayPrepare.length > 0 && <NewRound session={session} assemblies={mayPrepare} rounds={work.rounds} />}
      {past.length > 0 && (
        <details class="part">
          <summary>{t("work-past", { count: past.length })}</summary>
          {cards(past)}
        </details>
      )}
    </>
  );
}

async function find(): Promise<Work> {
  const [rounds, assemblies] = await Promise.all([prepare.ownRounds(), staff.assemblies()]);
  return { rounds, assemblies };
}
