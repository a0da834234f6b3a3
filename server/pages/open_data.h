/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * What a result rests on, to take away: how to check it, turnout, and the files with what each of them is.
 */
#ifndef FOLKMOOT_SERVER_PAGES_OPEN_DATA_H
#define FOLKMOOT_SERVER_PAGES_OPEN_DATA_H

#include "server/pages/views.h"

void open_data_write_turnout(const struct view *view);
void open_data_write_verification(const struct view *view);
void open_data_write_files(const struct view *view);

#endif
