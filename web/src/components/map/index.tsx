// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The map of a round with a numbered mark for each project that has a place. A part of its own, loaded when somebody
// wants a map; marks are placed as the server does it (server/pages/map.c).

import { useChecked } from "../picture/index.tsx";
import { t, T } from "../text/index.tsx";

const WIDTH = 1000;
const RADIUS = 20;
const APART = 2 * RADIUS + 4;
const SPREAD_ROUNDS = 100;
const TURN = 2.39996322972865;

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
    const [atX, atY] = [((longitude - west) / (east - west)) * WIDTH, ((north - latitude) / (north - south)) * height];
    return { ...mark, atX, atY, x: atX, y: atY };
  });
  spread(placed, height);
  const picture = useChecked(file, true);
  const go = (event: Event, option: number): void => {
    event.preventDefault();
    onGo(option);
  };
  return (
    <>
      {typeof picture === "string" && <p role="status"><T id={`picture-${picture}`} /></p>}
      <div class="map" tabIndex={0} role="region" aria-label={t("map-label")}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`}>
        {picture !== null && typeof picture !== "string" && <image href={picture.url} width={WIDTH} height={height} />}
        {placed.map(({ option, title, chosen, x, y, atX, atY }) => (
          <>
            {Math.hypot(x - atX, y - atY) > 2 && (
              <>
                <path d={`M${atX} ${atY}L${x} ${y}`} />
                <circle class="spot" cx={atX} cy={atY} r={5} />
              </>
            )}
            <a key={option} href={`#option-${option}`} class={chosen ? "chosen" : ""} aria-label={t("map-mark", { number: option + 1, title })} onClick={(event: Event) => go(event, option)}>
              <circle cx={x} cy={y} r={RADIUS} />
              <text x={x} y={y + 7} aria-hidden="true">
                {option + 1}
              </text>
            </a>
          </>
        ))}
      </svg>
      </div>
    </>
  );
}

/** Marks that would cover each other stand apart, tied to their places; as server/pages/map.c does it. */
function spread(marks: { x: number; y: number }[], height: number): void {
  const within = (value: number, limit: number): number => Math.max(RADIUS, Math.min(value, limit - RADIUS));
  for (let round = 0, moved = true; moved && round < SPREAD_ROUNDS; round++) {
    moved = false;
    marks.forEach((a, i) =>
      marks.slice(i + 1).forEach((b, k) => {
        const distance = Math.hypot(b.x - a.x, b.y - a.y);
        if (distance >= APART - 0.5) return;
        const angle = distance < 0.5 ? TURN * (i + 1 + k) : Math.atan2(b.y - a.y, b.x - a.x);
        const shift = (APART - distance) / 2;
        a.x = within(a.x - shift * Math.cos(angle), WIDTH);
        a.y = within(a.y - shift * Math.sin(angle), height);
        b.x = within(b.x + shift * Math.cos(angle), WIDTH);
        b.y = within(b.y + shift * Math.sin(angle), height);
        moved = true;
      }),
    );
  }
}
