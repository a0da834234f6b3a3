// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Where a round is prepared, from nothing to its opening.

import "../../styles/staff.css";
import "../../styles/desk.css";
import "./prepare.css";
import { Alert } from "../../components/alert/index.tsx";
import { Desk, type DeskRound } from "../../components/desk/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { startPage } from "../page.tsx";
import { t } from "../../components/text/index.tsx";
import { Opening } from "./opening.tsx";
import { Wizard } from "./wizard.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <Desk name="prepare">{(desk) => <Stage desk={desk} />}</Desk>);
}

/** Facilitators write the draft; those who sign come in after the freeze. */
function Stage({ desk }: { desk: DeskRound }) {
  if (desk.answer.state !== "draft") return <Opening desk={desk} />;
  if (desk.roles.has("facilitator")) return <Wizard desk={desk} />;
  return (
    <Alert kind="info" title="prepare-not-yours">
      <p>{t("prepare-not-yours-about")}</p>
    </Alert>
  );
}
