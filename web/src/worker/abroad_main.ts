// SPDX-License-Identifier: AGPL-3.0-or-later
import { tasks } from "./abroad.ts";
import { answerFor } from "./answer.ts";

answerFor(tasks);
