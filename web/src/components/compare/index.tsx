// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Two projects side by side, line by line. A part of its own, loaded when two are chosen.

import type { ComponentChildren } from "preact";
import { moneyOf, type MoneyText } from "../../i18n/format.ts";
import type { OptionView } from "../../worker/view.ts";
import { Dialog } from "../dialog/index.tsx";
import { Picture } from "../picture/index.tsx";
import { Foreign, T, Title } from "../text/index.tsx";

interface Props {
  readonly pair: readonly { readonly option: OptionView; readonly number: number }[];
  readonly money: MoneyText;
  readonly onClose: () => void;
}

export function Compare({ pair, money, onClose }: Props) {
  const line = (name: string, of: (option: OptionView) => ComponentChildren): ComponentChildren => (
    <tr>
      <th scope="row">
        <T id={name} />
      </th>
      {pair.map(({ option }) => (
        <td key={option.id}>{of(option)}</td>
      ))}
    </tr>
  );
  return (
    <Dialog title="compare-heading" closable onClose={onClose}>
      <table class="compare">
        <thead>
          <tr>
            <td />
            {pair.map(({ option, number }) => (
              <th key={option.id} scope="col">
                {option.words.picture !== undefined && <Picture words={option.words} />}
                <span class="number"><T id="option-number" args={{ number }} /></span> <Title words={option.words} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {line("compare-cost", ({ cost }) => moneyOf(money, cost))}
          {line("compare-category", ({ category, words }) => words.category ?? category)}
          {line("compare-place", ({ words }) => words.place !== undefined && <Foreign words={words} text={words.place} />)}
          {line("compare-about", ({ words }) => [words.summary, words.description].map((text) => text !== undefined && <p key={text}>{<Foreign words={words} text={text} />}</p>))}
        </tbody>
      </table>
    </Dialog>
  );
}
