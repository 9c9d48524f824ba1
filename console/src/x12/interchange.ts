/** The readable form of an interchange and the origin of its elements, as the API gives them. */

export interface X12Fault {
  code: string;
  message: string;
}

export interface X12Element {
  ref: string;
  name: string;
  raw: string;
  value: string;
  meaning?: string | undefined;
  faults: readonly X12Fault[];
}

export interface X12Segment {
  id: string;
  name: string;
  position: number;
  depth: number;
  elements: readonly X12Element[];
  faults: readonly X12Fault[];
}

export interface X12View {
  accepted: boolean;
  interchanges: readonly {
    header: X12Segment;
    segments: readonly X12Segment[];
    trailer?: X12Segment | undefined;
    groups: readonly {
      header: X12Segment;
      segments: readonly X12Segment[];
      trailer?: X12Segment | undefined;
      sets: readonly { set: string; name: string; controlNumber: string; segments: readonly X12Segment[] }[];
    }[];
  }[];
}

export interface ElementOrigin {
  source: "gp" | "settings" | "ml-connector";
  gp?: string | undefined;
  path?: string | undefined;
  setting?: string | undefined;
  rule: string;
}

/** One element of a view: segments in reading order, then the reference. */
export interface ElementPlace {
  segment: number;
  ref: string;
}

export interface PlacedSegment extends X12Segment {
  /** Its number in the whole view. */
  index: number;
  /** Of the envelope, not of a set. */
  envelope: boolean;
}

/** All segments in the order of the file. */
export function segmentsOf(view: X12View): PlacedSegment[] {
  const found: PlacedSegment[] = [];
  const take = (segment: X12Segment | undefined, envelope: boolean): void => {
    if (segment !== undefined) found.push({ ...segment, index: found.length, envelope });
  };
  for (const interchange of view.interchanges) {
    take(interchange.header, true);
    for (const segment of interchange.segments) take(segment, true);
    for (const group of interchange.groups) {
      take(group.header, true);
      for (const set of group.sets) for (const segment of set.segments) take(segment, false);
      for (const segment of group.segments) take(segment, true);
      take(group.trailer, true);
    }
    take(interchange.trailer, true);
  }
  return found;
}

/** Origins by place. They come in the order of the file, as positions start anew in each set. */
export function originsByPlace(
  segments: readonly PlacedSegment[],
  origins: readonly { position: number; ref: string; origin: ElementOrigin }[],
): Map<string, ElementOrigin> {
  const placed = new Map<string, ElementOrigin>();
  let next = 0;
  for (const segment of segments) {
    for (const element of segment.elements) {
      const candidate = origins[next];
      if (candidate?.ref === element.ref && candidate.position === segment.position) {
        placed.set(placeKey({ segment: segment.index, ref: element.ref }), candidate.origin);
        next++;
      }
    }
  }
  return placed;
}

export function placeKey({ segment, ref }: ElementPlace): string {
  return `${segment} ${ref}`;
}
