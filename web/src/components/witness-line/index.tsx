// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Who has seen a ballot in the public record, in one sentence.

import { listOf, moment } from "../../i18n/format.ts";
import type { WitnessesView } from "../../worker/view.ts";
import { locale, T } from "../text/index.tsx";

export function WitnessLine({ witnesses, zone }: { witnesses: WitnessesView; zone: string | undefined }) {
  if (witnesses.at !== "seen") return <T id={`witnesses-${witnesses.at}`} />;
  const when = moment(locale(), zone, Math.floor(witnesses.time / 60));
  return <T id="witnesses-seen" args={{ names: listOf(locale(), witnesses.names), when }} />;
}
