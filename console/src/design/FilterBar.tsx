import { type JSX, useEffect, useState } from "react";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

export interface Choice {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}

export type FilterValues = Readonly<Record<string, string | undefined>>;

interface FilterBarProps {
  /** The name under which the text stands in the address; none, no text. */
  text?: { name: string; label: string; placeholder: string };
  choices: readonly Choice[];
  values: FilterValues;
  /** Given all values that are set; the page starts anew. */
  onChange: (values: Record<string, string>) => void;
}

const control = "h-8 rounded-md border border-line-strong bg-surface px-2 text-sm";

/** Filters of a list. They live in the address, so that a list can be sent to somebody. */
export function FilterBar({ text, choices, values, onChange }: FilterBarProps): JSX.Element {
  const present = text === undefined ? "" : (values[text.name] ?? "");
  const [typed, setTyped] = useState(present);
  useEffect(() => setTyped(present), [present]);
  const set = (name: string, value: string): void => {
    const next = Object.entries({ ...values, [name]: value }).filter(([, each]) => each !== undefined && each !== "");
    onChange(Object.fromEntries(next) as Record<string, string>);
  };
  const isFiltered = Object.values(values).some((value) => value !== undefined);
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== undefined) set(text.name, typed.trim());
      }}
    >
      {text !== undefined && (
        <span className="relative min-w-48 flex-1 sm:max-w-xs">
          <Icon name="search" className="pointer-events-none absolute top-2 left-2 text-muted" />
          <input
            type="search"
            aria-label={text.label}
            placeholder={text.placeholder}
            value={typed}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            className={`${control} w-full pl-7`}
          />
        </span>
      )}
      {choices.map(({ name, label, options }) => (
        <select
          key={name}
          aria-label={label}
          value={values[name] ?? ""}
          onChange={(event) => set(name, event.target.value)}
          className={`${control} max-w-52`}
        >
          <option value="">{label}: all</option>
          {options.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      ))}
      {isFiltered && (
        <Button size="small" look="quiet" icon="close" onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </form>
  );
}
