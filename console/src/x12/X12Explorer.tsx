import { type JSX, useMemo, useState } from "react";
import { Icon } from "../design/Icon.tsx";
import {
  type ElementOrigin,
  type ElementPlace,
  originsByPlace,
  placeKey,
  segmentsOf,
  type X12View,
} from "./interchange.ts";
import { RawX12 } from "./RawX12.tsx";
import { ReadableX12 } from "./ReadableX12.tsx";
import { RecordFields } from "./RecordFields.tsx";

interface X12ExplorerProps {
  view: X12View;
  origins: readonly { position: number; ref: string; origin: ElementOrigin }[];
  /** The canonical order that the document was made of. */
  record: unknown;
  /** Of GP's own record, which is not kept. */
  sourceDigest: string | undefined;
}

/** An order and its X12 side by side: an element leads to the field it comes from and its rule, a field to its elements. */
export function X12Explorer({ view, origins, record, sourceDigest }: X12ExplorerProps): JSX.Element {
  const [raw, setRaw] = useState(false);
  const [selected, setSelected] = useState<ElementPlace>();
  const [path, setPath] = useState<string>();
  const segments = useMemo(() => segmentsOf(view), [view]);
  const byPlace = useMemo(() => originsByPlace(segments, origins), [segments, origins]);
  const linked = useMemo(
    () => new Set([...byPlace.values()].flatMap(({ path: each }) => (each === undefined ? [] : [each]))),
    [byPlace],
  );
  const gpFields = useMemo(
    () =>
      new Map(
        [...byPlace.values()].flatMap(({ path: each, gp }) =>
          each === undefined || gp === undefined ? [] : [[each, gp] as const],
        ),
      ),
    [byPlace],
  );
  const marked = useMemo(
    () => new Set([...byPlace].flatMap(([key, origin]) => (path !== undefined && origin.path === path ? [key] : []))),
    [byPlace, path],
  );
  const element = selected && segments[selected.segment]?.elements.find((candidate) => candidate.ref === selected.ref);
  const select = (place: ElementPlace): void => {
    setSelected(place);
    setPath(byPlace.get(placeKey(place))?.path);
  };
  const View = raw ? RawX12 : ReadableX12;
  return (
    <div className="grid min-w-0 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="min-w-0 border-line lg:border-r">
        <fieldset className="flex gap-1 border-b border-line px-4 py-2">
          <legend className="sr-only">How the document is shown</legend>
          {[false, true].map((isRaw) => (
            <button
              key={String(isRaw)}
              type="button"
              aria-pressed={raw === isRaw}
              onClick={() => setRaw(isRaw)}
              className="rounded-md px-2.5 py-1 text-xs font-medium text-muted hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent-strong"
            >
              {isRaw ? "As sent" : "Readable"}
            </button>
          ))}
        </fieldset>
        <View segments={segments} selected={selected} marked={marked} onSelect={select} />
      </div>
      <div className="min-w-0 lg:sticky lg:top-14 lg:max-h-[calc(100dvh-3.5rem)] lg:self-start lg:overflow-y-auto">
        <div aria-live="polite" className="sticky top-0 min-h-24 border-b border-line bg-surface px-4 py-3">
          {element === undefined || selected === undefined ? (
            <p className="text-muted">
              {path === undefined
                ? "Choose an element to see which GP field it is and by which rule; choose a field of the order to see where it went."
                : `${marked.size === 0 ? "No element comes" : marked.size === 1 ? "One element comes" : `${marked.size} elements come`} from this field.`}
            </p>
          ) : (
            <Explanation reference={element.ref} name={element.name} origin={byPlace.get(placeKey(selected))} />
          )}
        </div>
        <h2 className="bg-sunken px-4 py-1.5 text-xs font-semibold">
          As read from GP{" "}
          {sourceDigest !== undefined && (
            <span className="font-normal text-muted" title={sourceDigest}>
              record <span className="font-mono">{sourceDigest.slice(0, 12)}</span>
            </span>
          )}
        </h2>
        <RecordFields
          record={record}
          selected={path}
          sources={gpFields}
          linked={linked}
          onSelect={(next) => {
            setSelected(undefined);
            setPath(next);
          }}
        />
      </div>
    </div>
  );
}

function Explanation({
  reference,
  name,
  origin,
}: {
  reference: string;
  name: string;
  origin: ElementOrigin | undefined;
}): JSX.Element {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        <span className="font-mono">{reference}</span> {name}
      </p>
      {origin === undefined ? (
        <p className="text-muted">
          This file was made by settings that are no longer known; nothing can be said of the element.
        </p>
      ) : (
        <>
          <p>{origin.rule}</p>
          {origin.gp !== undefined && (
            <p className="flex items-center gap-2">
              <Icon name="left" />
              GP field <span className="font-mono text-xs">{origin.gp}</span>
            </p>
          )}
          {origin.setting !== undefined && (
            <p className="flex items-center gap-2">
              <Icon name="settings" />
              Setting <span className="font-mono text-xs">{origin.setting}</span>
            </p>
          )}
        </>
      )}
    </div>
  );
}
