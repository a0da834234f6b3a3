// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The projects of a list, as they are saved, in files that can be picked again.

import { t } from "../../components/text/index.tsx";
import { tableOf, tableToCsv, tableToXlsx, type Project } from "../../sheets/projects.ts";
import type { Draft, DraftContest } from "./draft.ts";

export function Offered({ contest, draft, round }: { contest: DraftContest; draft: Draft; round: string }) {
  if (contest.options.length === 0) return null;
  const table = () => tableOf(contest.options as readonly Project[], draft.languages, draft.minor_digits);
  return (
    <div class="actions">
      <button type="button" onClick={() => save(`${contest.id}.csv`, "text/csv;charset=utf-8", tableToCsv(table(), ";"))}>
        {t("prepare-export-csv")}
      </button>
      <button type="button" onClick={() => void tableToXlsx(contest.id, table()).then((bytes) => save(`${contest.id}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes))}>
        {t("prepare-export-xlsx")}
      </button>
      <a class="button" href={`/api/v1/rounds/${round}/draft/${contest.id}/pabulib`} download={`${contest.id}.pb`}>
        {t("prepare-export-pb")}
      </a>
    </div>
  );
}

function save(name: string, type: string, content: string | Uint8Array): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
