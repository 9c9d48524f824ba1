import { type JSX, useId } from "react";

interface RadioGroupProps<Value extends string> {
  legend: string;
  value: Value | undefined;
  options: readonly (readonly [value: Value, name: string, meaning?: string])[];
  onChange: (value: Value) => void;
  /** One beside the other, where there is room. */
  beside?: boolean;
}

/** One of a few ways, each with what it means. */
export function RadioGroup<Value extends string>({
  legend,
  value,
  options,
  onChange,
  beside,
}: RadioGroupProps<Value>): JSX.Element {
  const name = useId();
  return (
    <fieldset className={`grid gap-2 ${beside ? "sm:grid-cols-2" : ""}`}>
      <legend className="mb-2 font-medium">{legend}</legend>
      {options.map(([each, title, meaning]) => (
        <label
          key={each}
          className="flex gap-2 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name={name}
            value={each}
            checked={value === each}
            onChange={() => onChange(each)}
            className="mt-1 accent-accent"
          />
          <span>
            <span className="block font-medium">{title}</span>
            {meaning !== undefined && <span className="block text-xs text-muted">{meaning}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
