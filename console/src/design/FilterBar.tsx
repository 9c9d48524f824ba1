import { type JSX, useEffect, useState } from "react";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

export interface Choice {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}

export type FilterValues = Readonly<Record<string, string | undefined>>;

interface TextFilter {
  name: string;
  label: string;
  placeholder: string;
}

interface FilterBarProps {
  /** The name under which the text stands in the address; none, no text. */
  text?: TextFilter;
  /** Further texts, for lists that are asked in several ways. */
  texts?: readonly TextFilter[];
  /** Calendar days of the reader. */
  days?: readonly { name: string; label: string }[];
  choices: readonly Choice[];
  values: FilterValues;
  /** Given all values that are set; the page starts anew. */
  onChange: (values: Record<string, string>) => void;
}

const control = "h-8 rounded-md border border-line-strong bg-surface px-2 text-sm";

/** Filters of a list. They live in the address, so that a list can be sent to somebody. */
export function FilterBar({ text, texts = [], days = [], choices, values, onChange }: FilterBarProps): JSX.Element {
  const set = (name: string, value: string): void => {
    const next = Object.entries({ ...values, [name]: value }).filter(([, each]) => each !== undefined && each !== "");
    onChange(Object.fromEntries(next) as Record<string, string>);
  };
  const words = [...(text === undefined ? [] : [text]), ...texts];
  const isFiltered = Object.values(values).some((value) => value !== undefined);
  return (
    <form
      className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        const given = Object.fromEntries(words.map(({ name }) => [name, String(typed.get(name) ?? "").trim()]));
        const next = Object.entries({ ...values, ...given }).filter(([, each]) => each !== undefined && each !== "");
        onChange(Object.fromEntries(next) as Record<string, string>);
      }}
    >
      {words.map((each) => (
        <FilterText key={each.name} {...each} present={values[each.name] ?? ""} />
      ))}
      {/* With two texts Enter sends nothing unless there is a button to press. */}
      {words.length > 1 && <button type="submit" hidden aria-label="Search" />}
      {days.map(({ name, label }) => (
        <label key={name} className="flex items-center gap-1.5 text-xs text-muted">
          {label}
          <input
            type="date"
            value={values[name] ?? ""}
            onChange={(event) => set(name, event.target.value)}
            className={`${control} text-text`}
          />
        </label>
      ))}
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

function FilterText({ name, label, placeholder, present }: TextFilter & { present: string }): JSX.Element {
  const [typed, setTyped] = useState(present);
  useEffect(() => setTyped(present), [present]);
  return (
    <span className="relative min-w-48 flex-1 sm:max-w-xs">
      <Icon name="search" className="pointer-events-none absolute top-2 left-2 text-muted" />
      <input
        type="search"
        name={name}
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        className={`${control} w-full pl-7`}
      />
    </span>
  );
}
