import { checkLength, fail, failInWords } from "./check.ts";
import { checkList } from "./check-tables.ts";

/** The groups that people are counted in: both or neither. */
export interface GroupsOptions {
  /** The group of each user, numbering `labels`; every user is in the one group "all" unless given. */
  readonly groupOf?: ArrayLike<number>;
  /** The names of the groups. Users whose group is not known need a name of their own. */
  readonly labels?: readonly string[];
}

/**
 * Throws unless groups and their names are given both or not at all, every name once and a group with a name for each of so
 * many rows; answers with both, the names copied.
 *
 * @param most - how many names there can be: 256 where a column of bytes numbers them
 */
export function checkGroups(
  where: string,
  options: GroupsOptions,
  rows: number,
  most: number = Infinity,
): Required<GroupsOptions> {
  const { groupOf, labels = ["all"] } = options;
  checkList(where, "labels", labels);
  if (groupOf !== undefined) checkList(where, "groupOf", groupOf);
  if ((groupOf === undefined) !== (options.labels === undefined)) {
    fail(where, "groupOf and labels", "given both or not at all", groupOf === undefined ? "labels" : "groupOf");
  }
  if (labels.length === 0) failInWords(where, "labels", "at least one name", "none");
  if (labels.length > most) failInWords(where, "labels", `at most ${most} names`, `${labels.length}`);
  if (new Set(labels).size < labels.length) {
    fail(
      where,
      "labels",
      "all different",
      labels.find((label, g) => labels.indexOf(label) !== g),
    );
  }
  if (groupOf === undefined) return { groupOf: new Uint8Array(rows), labels: labels.slice() };
  checkLength(where, "groupOf", groupOf.length, rows);
  checkGroupNumbers(where, groupOf, labels.length);
  return { groupOf, labels: labels.slice() };
}

/** Throws unless every number is that of one of so many labels. */
export function checkGroupNumbers(where: string, groupOf: ArrayLike<number>, labels: number): void {
  for (let row = 0; row < groupOf.length; row++) {
    const group = groupOf[row]!;
    if (Number.isInteger(group) && group >= 0 && group < labels) continue;
    fail(where, `groupOf[${row}]`, `a whole number from 0 to ${labels - 1}, one for each of the labels`, group);
  }
}
