// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A QR code in front of the camera, read by the browser itself (BarcodeDetector), or by a decoder that is loaded where the
// browser has none. Without a camera nothing is shown and the code is typed. Pictures stay in this page.

import { useEffect, useRef, useState } from "preact/hooks";
import { t, T } from "../text/index.tsx";

export interface Detector {
  detect(source: HTMLVideoElement): Promise<{ readonly rawValue: string }[]>;
}
type Detectors = { new (options: { formats: string[] }): Detector };

const EVERY_MS = 250;

async function detector(): Promise<Detector> {
  const Own = (globalThis as { BarcodeDetector?: Detectors }).BarcodeDetector;
  if (Own !== undefined) return new Own({ formats: ["qr_code"] });
  return (await import("./decoder.ts")).decoder();
}

/** `onRead` says whether it was the right code; then the camera stops. */
export function Scan({ onRead }: { onRead: (text: string) => boolean }) {
  const [on, setOn] = useState(false);
  const [trouble, setTrouble] = useState<"scan-failed" | "scan-other" | null>(null);
  if (navigator.mediaDevices?.getUserMedia === undefined) return null;
  const read = (text: string): void => {
    const right = onRead(text);
    setTrouble(right ? null : "scan-other");
    if (right) setOn(false);
  };
  const toggle = (): void => {
    setTrouble(null);
    setOn(!on);
  };
  return (
    <div class="scanner">
      <button type="button" onClick={toggle}>
        <T id={on ? "scan-stop" : "scan-start"} />
      </button>
      {on && (
        <Camera
          onRead={read}
          onFail={() => {
            setOn(false);
            setTrouble("scan-failed");
          }}
        />
      )}
      <p role="status">{trouble !== null ? t(trouble) : on && t("scan-hint")}</p>
    </div>
  );
}

function Camera({ onRead, onFail }: { onRead: (text: string) => void; onFail: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const watch = async (reader: Detector): Promise<void> => {
      const [code] = video.current === null || video.current.readyState < 2 ? [] : await reader.detect(video.current).catch(() => []);
      if (over) return;
      if (code !== undefined) onRead(code.rawValue);
      timer = setTimeout(() => void watch(reader), EVERY_MS);
    };
    const start = async (): Promise<void> => {
      const reader = await detector();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      if (over || video.current === null) return stream.getTracks().forEach((track) => track.stop());
      video.current.srcObject = stream;
      await video.current.play();
      await watch(reader);
    };
    start().catch(onFail);
    return () => {
      over = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return <video ref={video} muted playsInline aria-hidden="true" />;
}
