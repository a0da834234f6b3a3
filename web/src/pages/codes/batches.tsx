// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The batches that a round has. Until the round opens one can be taken out again, after a second look.

import { useState } from "preact/hooks";
import { desk, type Batch } from "../../api/desk.ts";
import type { Session } from "../../api/index.ts";
import { Alert } from "../../components/alert/index.tsx";
import { Dialog } from "../../components/dialog/index.tsx";
import { language, t, T } from "../../components/text/index.tsx";
import type { Round } from "./codes.tsx";
import { districtName } from "./names.ts";
import { messageOf } from "./refusals.ts";

interface Props {
  readonly round: Round;
  readonly session: Session;
  readonly removable: boolean;
  readonly onChange: () => void;
}

/** A city that makes one for each street has thousands. */
export const AT_ONCE = 100;

export function Batches({ round, session, removable, onChange }: Props) {
  const { batches } = round.desk;
  const [shown, setShown] = useState(AT_ONCE);
  const total = batches.reduce((sum, { count }) => sum + count, 0);
  const voided = batches.reduce((sum, batch) => sum + batch.void, 0);
  const number = new Intl.NumberFormat(language());
  return (
    <section aria-labelledby="batches-heading">
      <h2 id="batches-heading">{t("codes-batches")}</h2>
      {batches.length === 0 ? (
        <p>
          <T id="codes-no-batches" />
        </p>
      ) : (
        <>
          <p>{t("codes-total", { codes: total, batches: batches.length, void: voided })}</p>
          <ul class="batch-list">
            {batches.slice(0, shown).map((batch) => (
              <li key={batch.batch} class="card">
                <h3>
                  <code>{batch.batch}</code>
                </h3>
                <p class="batch-count">
                  <strong>{number.format(batch.count)}</strong> {t("codes-codes", { count: batch.count })}
                </p>
                <dl>
                  <div>
                    <dt>{t("codes-purpose")}</dt>
                    <dd>{t(`codes-purpose-${batch.purpose}`)}</dd>
                  </div>
                  <div>
                    <dt>{t("codes-district")}</dt>
                    <dd>{districtName(round, batch.district, language())}</dd>
                  </div>
                  {batch.site !== undefined && (
                    <div>
                      <dt>{t("codes-site")}</dt>
                      <dd>{batch.site}</dd>
                    </div>
                  )}
                  {batch.void > 0 && (
                    <div>
                      <dt>{t("codes-void")}</dt>
                      <dd>{number.format(batch.void)}</dd>
                    </div>
                  )}
                </dl>
                {removable && <Remove batch={batch} round={round.answer.id} session={session} onRemoved={onChange} />}
              </li>
            ))}
          </ul>
          {batches.length > shown && (
            <div class="actions">
              <button type="button" onClick={() => setShown(shown + AT_ONCE)}>
                {t("codes-batches-more", { count: batches.length - shown })}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Remove({ batch, round, session, onRemoved }: { batch: Batch; round: string; session: Session; onRemoved: () => void }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    try {
      await desk.of(session.csrf).removeBatch(round, batch.batch);
      onRemoved();
    } catch (error) {
      setFailure(messageOf(error));
    }
  };
  return (
    <>
      {failure !== null && <Alert kind="error" title={failure} />}
      <button type="button" class="link" onClick={() => setAsking(true)}>
        {t("codes-remove", { batch: batch.batch })}
      </button>
      {asking && (
        <Dialog title="codes-remove-ask" onClose={() => setAsking(false)}>
          <p>
            <code>{batch.batch}</code>
          </p>
          <p>{t("codes-remove-detail", { count: batch.count })}</p>
          <div class="actions">
            <button type="button" class="primary" onClick={() => void remove()}>
              {t("codes-remove-go")}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              {t("back")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
