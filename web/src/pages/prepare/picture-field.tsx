// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A picture: chosen or dropped, made small by this browser, brought to the server, and shown as the server has it. What is kept is its name.

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { prepare } from "../../api/prepare.ts";
import { TextInput } from "../../components/inputs/index.tsx";
import { sha256Of } from "../../components/picture/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { t } from "../../components/text/index.tsx";
import { FormatError, hex } from "../../crypto/bytes.ts";
import { PictureFault, smallPicture, type Room } from "../../pictures/small.ts";
import { isPicture } from "./place-map.tsx";
import type { StepProps } from "./step-form.tsx";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly desk: StepProps["desk"];
  readonly room: Room;
  /** empty: none */
  readonly name: string;
  /** what stands in the place of the picture */
  readonly alt: string;
  readonly error?: string | undefined;
  readonly onName: (name: string) => void;
  /** what belongs to a picture that is there */
  readonly children?: ComponentChildren;
}

type State = { readonly at: "idle" } | { readonly at: "busy" } | { readonly at: "fault"; readonly text: string } | { readonly at: "taken"; readonly text: string };

/** A card of the ballot is 640 pixels wide, and twice as dense on many phones; a map is looked at more closely. */
export const PROJECT_ROOM: Room = { side: 960, bytes: 128 * 1024 };
export const MAP_ROOM: Room = { side: 1600, bytes: 256 * 1024 };

export function PictureField({ id, label, desk, room, name, alt, error, onName, children }: Props) {
  const [state, setState] = useState<State>({ at: "idle" });
  const [over, setOver] = useState(false);
  const turn = useRef(0);
  const input = useRef<HTMLInputElement>(null);
  /** What the field says is chosen; so the same can be chosen again. */
  const unchoose = (): void => {
    if (input.current !== null) input.current.value = "";
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const own = ++turn.current;
    setState({ at: "busy" });
    try {
      const { bytes, type, width, height } = await smallPicture(file, room);
      const made = `${hex(await sha256Of(bytes))}.${type === "image/webp" ? "webp" : "jpg"}`;
      await prepare.of(desk.session.csrf).bringPicture(desk.answer.id, made, bytes, type);
      if (own !== turn.current) return; // another was chosen meanwhile
      onName(made);
      setState({ at: "taken", text: t("prepare-picture-taken", { width, height, kilobytes: Math.ceil(bytes.length / 1000) }) });
    } catch (fault) {
      if (own !== turn.current) return;
      setState({ at: "fault", text: faultText(fault) });
      unchoose();
    }
  };
  const said = state.at === "fault" ? state.text : error;
  return (
    <div
      class={`field picture-field${said === undefined ? "" : " field-error"}${over ? " dropping" : ""}`}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => (event.preventDefault(), setOver(false), unchoose(), void take(event.dataTransfer?.files[0]))}
    >
      <label for={id}>{label}</label>
      <p id={`${id}-hint`} class="quiet">
        {t("prepare-picture-hint")}
      </p>
      {said !== undefined && (
        <p id={`${id}-error`} class="field-message" role="alert">
          {said}
        </p>
      )}
      <input ref={input} id={id} type="file" accept="image/*" aria-invalid={said === undefined ? undefined : "true"} aria-describedby={`${id}-hint${said === undefined ? "" : ` ${id}-error`}`} onChange={({ currentTarget }) => void take(currentTarget.files?.[0])} />
      <p class="quiet" role="status">
        {state.at === "busy" ? t("prepare-picture-working") : state.at === "taken" && isPicture(name) ? state.text : ""}
      </p>
      {isPicture(name) && (
        <>
          <Shown key={name} name={name} alt={alt} />
          {children}
          <button type="button" class="link" onClick={() => (turn.current++, unchoose(), setState({ at: "idle" }), onName(""))}>
            {t("prepare-picture-remove")}
          </button>
        </>
      )}
      <details>
        <summary>{t("prepare-picture-there")}</summary>
        <TextInput id={`${id}-name`} label={t("prepare-picture-name")} value={name} onValue={(value) => onName(value.trim())} error={name === "" || isPicture(name) ? undefined : t("prepare-picture-wrong")} />
      </details>
    </div>
  );
}

/** As the server has it. */
function Shown({ name, alt }: { name: string; alt: string }) {
  const [gone, setGone] = useState(false);
  return gone ? <p class="field-message">{t("prepare-picture-gone")}</p> : <img class="picture" src={`/pictures/${name}`} alt={alt} width={320} height={180} onError={() => setGone(true)} />;
}

function faultText(fault: unknown): string {
  if (fault instanceof PictureFault) return t(`prepare-picture-${fault.reason}`);
  return fault instanceof FormatError ? t("prepare-picture-unreadable") : problemText(fault);
}
