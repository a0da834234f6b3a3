// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A place is pointed out on the map of the round. The field beside it says the same in numbers, for whoever does not point.

import { t } from "../../components/text/index.tsx";
import type { Texts } from "./draft.ts";

const WIDTH = 1000;
const DEGREES = /^-?\d{1,3}(?:\.\d*)?$/;

/** SHA-256 in hex and an extension, as the server names pictures. */
export const isPicture = (name: string): boolean => /^[0-9a-f]{64}\.(?:svg|webp|png|jpg)$/.test(name);
export const isPosition = (text: string): boolean => text.split(",").length === 2 && text.split(",").every((part) => DEGREES.test(part));
export const isBounds = (text: string): boolean => text.split(",").length === 4 && text.split(",").every((part) => DEGREES.test(part));

export function PlaceMap({ texts, position, onPosition }: { texts: Texts; position: string; onPosition: (position: string) => void }) {
  const words = Object.values(texts).find(({ map, map_bounds }) => map !== undefined && map_bounds !== undefined && isBounds(map_bounds));
  if (words === undefined) return null;
  const [west, south, east, north] = words.map_bounds!.split(",").map(Number) as [number, number, number, number];
  const height = Math.round((WIDTH * (north - south)) / ((east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180)));
  const [latitude, longitude] = isPosition(position) ? (position.split(",").map(Number) as [number, number]) : [null, null];
  const point = (event: MouseEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    onPosition(`${(north - down * (north - south)).toFixed(5)},${(west + across * (east - west)).toFixed(5)}`);
  };
  return (
    <figure class="map pointing" tabIndex={0} aria-label={t("prepare-map")}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t("prepare-map")} onClick={point}>
        <image href={`/pictures/${words.map!}`} width={WIDTH} height={height} />
        {latitude !== null && <circle cx={((longitude - west) / (east - west)) * WIDTH} cy={((north - latitude) / (north - south)) * height} r={18} />}
      </svg>
    </figure>
  );
}
