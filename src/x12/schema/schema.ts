/**
 * Schemas of the X12 releases and sets that this module knows, compiled from the tables beside this file.
 *
 *     const set = schemaFor("004010VICS", "850");             // SetDefinition, or undefined for a set without a table
 *     const n1 = segmentDefinition("005010", "N1");           // SegmentDefinition
 *     n1?.elements[1]                                         // { ref: "N102", name: "Name", requirement: "X", ... }
 *     codeMeaning("004010", "353", "00")                      // "Original"
 *
 * A version is GS08: the release in its first six characters, an industry suffix behind it. A release without tables of its
 * own is read by the nearest one; {@link releaseFor} tells whether that happened.
 */
import { codeLists } from "./codes.ts";
import {
  type CompositeDefinition,
  type ElementDefinition,
  type Release,
  type ReleaseSchema,
  releases,
  type SegmentDefinition,
  type SetDefinition,
} from "./definition.ts";
import { dictionary } from "./elements.ts";
import { type Elements, readCodeLists, readDictionary, readSegments, readSet } from "./notation.ts";
import { functionalIds, newer, older, type ReleaseChange } from "./releases.ts";
import { acknowledgmentSegments } from "./segments/acknowledgment.ts";
import { beginningSegments } from "./segments/beginning.ts";
import { envelopeSegments } from "./segments/envelope.ts";
import { lineSegments } from "./segments/line.ts";
import { partySegments } from "./segments/party.ts";
import { shipmentSegments } from "./segments/shipment.ts";
import { termsSegments } from "./segments/terms.ts";
import { set810 } from "./sets/810.ts";
import { set850 } from "./sets/850.ts";
import { set855 } from "./sets/855.ts";
import { set856 } from "./sets/856.ts";
import { set860 } from "./sets/860.ts";
import { set865 } from "./sets/865.ts";
import { set997 } from "./sets/997.ts";
import { set999 } from "./sets/999.ts";

const segmentTables = [
  envelopeSegments,
  acknowledgmentSegments,
  beginningSegments,
  partySegments,
  termsSegments,
  lineSegments,
  shipmentSegments,
];
const setTables = [set810, set850, set855, set856, set860, set865, set997, set999];

const compiled = new Map<Release, ReleaseSchema>();

/** All tables of one release, compiled at the first call. */
export function releaseSchema(release: Release): ReleaseSchema {
  const known = compiled.get(release);
  if (known) return known;
  const codes = readCodeLists(codeLists);
  const elements: Elements = new Map();
  const segments = new Map<string, SegmentDefinition>();
  const changes = changesOf(release);
  readDictionary(simpleFirst(dictionary), elements, codes);
  for (const change of changes) readDictionary(change.dictionary, elements, codes);
  // Composites hold their elements: read them again, over what the release has changed.
  readDictionary(compositesOf(dictionary), elements, codes);
  for (const change of changes) readDictionary(change.dictionary, elements, codes);
  for (const table of segmentTables) readSegments(table, elements, segments);
  for (const change of changes) readSegments(change.segments, elements, segments);
  const sets = new Map<string, SetDefinition>();
  for (const table of setTables) {
    const set = readSet(table, release, segments);
    sets.set(set.id, { ...set, release });
  }
  const schema: ReleaseSchema = { release, elements, segments, sets };
  compiled.set(release, schema);
  return schema;
}

function changesOf(release: Release): readonly ReleaseChange[] {
  const path = release > "004010" ? newer : older;
  const last = path.findIndex((change) => change.release === release);
  return path.slice(0, last + 1);
}

const compositesAt = (text: string): number => text.search(/^C\d{3} /m);
const simpleFirst = (text: string): string => text.slice(0, compositesAt(text));
const compositesOf = (text: string): string => text.slice(compositesAt(text));

/**
 * The release whose tables read a version (GS08). `exact` is false where the version names a release without tables:
 * then the nearest one stands in, and its lengths and places are advice, not law.
 */
export function releaseFor(version: string): { readonly release: Release; readonly exact: boolean } {
  const named = version.slice(0, 6);
  if ((releases as readonly string[]).includes(named)) return { release: named as Release, exact: true };
  // A release is a number that grows with time: 003050 stands between 003040 and 003060.
  const wanted = /^\d{5}/.test(named) ? Number(named.padEnd(6, "0")) : 4010;
  let best: Release = "004010";
  for (const release of releases) {
    if (Math.abs(Number(release) - wanted) < Math.abs(Number(best) - wanted)) best = release;
  }
  return { release: best, exact: false };
}

/** The table of a set in a version (GS08), or undefined for a set that has none. */
export function schemaFor(version: string, setId: string): SetDefinition | undefined {
  return releaseSchema(releaseFor(version).release).sets.get(setId);
}

/** The table of a segment in a version (GS08), or undefined for an id that is not known. */
export function segmentDefinition(version: string, id: string): SegmentDefinition | undefined {
  return releaseSchema(releaseFor(version).release).segments.get(id);
}

/** The dictionary entry of a data element or composite in a version (GS08). */
export function elementDefinition(
  version: string,
  number: string,
): ElementDefinition | CompositeDefinition | undefined {
  return releaseSchema(releaseFor(version).release).elements.get(number);
}

/** What a code of a data element means, or undefined where it is not listed. */
export function codeMeaning(version: string, number: string, code: string): string | undefined {
  const element = elementDefinition(version, number);
  return element?.kind === "element" ? element.codes?.meanings.get(code) : undefined;
}

/** The GS01 that belongs around a set (ST01), or undefined for a set that is not known. */
export function functionalIdOf(setId: string): string | undefined {
  return functionalIds[setId];
}

/** The ids of all sets with tables. */
export function knownSets(): readonly string[] {
  return [...releaseSchema("004010").sets.keys()];
}
