// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A new round begins with an entry in the public record, so it is asked for once and then goes straight to the wizard.

import { useState } from "preact/hooks";
import type { Session } from "../../api/index.ts";
import { prepare, type OwnRound } from "../../api/prepare.ts";
import type { Assembly } from "../../api/staff.ts";
import { problemText } from "../../components/problem/index.ts";
import { language, t } from "../../components/text/index.tsx";
import { Radios, Select } from "../../components/inputs/index.tsx";
import { titleIn } from "../words.ts";

interface Props {
  readonly session: Session;
  /** in which the person is facilitator */
  readonly assemblies: readonly Assembly[];
  readonly rounds: readonly OwnRound[];
}

export function NewRound({ session, assemblies, rounds }: Props) {
  const [assembly, setAssembly] = useState(assemblies[0]!.id);
  const [kind, setKind] = useState<"real" | "rehearsal">("real");
  const [like, setLike] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const examples = rounds.filter((round) => round.assembly === assembly && round.version !== undefined);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const acts = prepare.of(session.csrf);
      const { id } = like === "" ? await acts.newRound(assembly) : await acts.copy(like, kind);
      if (like === "") await acts.saveDraft(id, { kind }, 0);
      location.assign(`/${language()}/staff/rounds/${id}/prepare`);
    } catch (error) {
      setFailure(problemText(error));
      setBusy(false);
    }
  };
  return (
    <section class="card part" aria-labelledby="new-round">
      <h2 id="new-round">{t("work-new")}</h2>
      <p>{t("work-new-about")}</p>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {assemblies.length > 1 && <Select id="new-assembly" label={t("work-new-assembly")} value={assembly} onValue={(id) => (setAssembly(id), setLike(""))} options={assemblies.map(({ id, name }) => [id, name] as const)} />}
        <Radios
          id="new-kind"
          legend={t("kind-legend")}
          value={kind}
          onValue={setKind}
          options={(["real", "rehearsal"] as const).map((value) => ({ value, text: t(`kind-${value}`), hint: t(`kind-${value}-about`) }))}
        />
        {examples.length > 0 && (
          <Select id="new-like" label={t("work-new-like")} hint={t("work-new-like-hint")} value={like} onValue={setLike} options={[["", t("work-new-empty")], ...examples.map((round) => [round.id, titleIn(round.title, language()) ?? t("work-untitled")] as const)]} />
        )}
        {failure !== null && (
          <p class="field-message" role="alert">
            {failure}
          </p>
        )}
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={busy}>
            {t("work-new-go")}
          </button>
        </div>
      </form>
    </section>
  );
}
