// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A modal dialog: the browser keeps focus in it and gives it back afterwards.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { T } from "../text/index.tsx";

interface Props {
  readonly title: string;
  /** a button beside the title closes it; otherwise `children` have one */
  readonly closable?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, closable = false, onClose, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} aria-labelledby="dialog-title" onClose={onClose}>
      <form method="dialog" class="dialog-head">
        <h2 id="dialog-title">
          <T id={title} />
        </h2>
        {closable && (
          <button>
            <T id="close-dialog" />
          </button>
        )}
      </form>
      {children}
    </dialog>
  );
}
