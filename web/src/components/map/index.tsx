// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The map of a round with a numbered mark for each project that has a place. A part of its own, loaded when somebody
// wants a map; marks are placed as the server does it (server/pages/map.c).

import { t } from "../text/index.tsx";

const WIDTH = 1000;

export interface Mark {
  readonly option: number;
  readonly title: string;
  /** latitude,longitude */
  readonly position: string;
  readonly chosen: boolean;
}

interface Props {
  /** a picture, and the degrees that it shows: west,south,east,north */
  readonly file: string;
  readonly bounds: string;
  readonly marks: readonly Mark[];
  readonly onGo: (option: number) => void;
}

export function ProjectMap({ file, bounds, marks, onGo }: Props) {
  const [west, south, east, north] = bounds.split(",").map(Number) as [number, number, number, number];
  const height = Math.round((WIDTH * (north - south)) / ((east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180)));
  const placed = marks.map((mark) => {
    const [latitude, longitude] = mark.position.split(",").map(Number) as [number, number];
    return { ...mark, x: Math.round(((longitude - west) / (east - west)) * WIDTH), y: Math.round(((north - latitude) / (north - south)) * height) };
  });
  const go = (event: Event, option: number): void => {
    event.preventDefault();
    onGo(option);
  };
  return (
    <div class="map" tabIndex={0} role="region" aria-label={t("map-label")}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`}>
        <image href={`/pictures/${file}`} width={WIDTH} height={height} />
        {placed.map(({ option, title, chosen, x, y }) => (
          <a key={option} href={`#option-${option}`} class={chosen ? "chosen" : ""} aria-label={t("map-mark", { number: option + 1, title })} onClick={(event: Event) => go(event, option)}>
            <circle cx={x} cy={y} r={20} />
            <text x={x} y={y + 7} aria-hidden="true">
              {option + 1}
            </text>
          </a>
        ))}
      </svg>
    </div>
  );
}
