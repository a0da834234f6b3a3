// SPDX-License-Identifier: AGPL-3.0-or-later
import { answerFor } from "./answer.ts";
import { tasks } from "./tasks.ts";

answerFor(tasks);
