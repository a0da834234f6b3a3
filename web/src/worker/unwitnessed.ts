// SPDX-License-Identifier: AGPL-3.0-or-later

/** The quorum that a policy asks for is missing, or has not yet seen what it must have seen. */
export class Unwitnessed extends Error {
  override name = "Unwitnessed";
}
