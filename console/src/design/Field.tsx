import { type ComponentProps, type JSX, type ReactNode, useId } from "react";
import { Prose } from "./Prose.tsx";

const control =
  "w-full min-h-9 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-text aria-invalid:border-bad disabled:bg-sunken";

interface FieldProps {
  label: string;
  /** Where to find the value, or what it does. */
  hint?: ReactNode;
  error?: string | undefined;
}

function Framed({
  label,
  hint,
  error,
  children,
}: FieldProps & { children: (ids: { id: string; describedBy: string | undefined }) => ReactNode }): JSX.Element {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint !== undefined && hintId, error !== undefined && errorId].filter(Boolean).join(" ");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, describedBy: describedBy === "" ? undefined : describedBy })}
      {error !== undefined && (
        <p id={errorId} className="text-xs font-medium text-bad">
          <Prose text={error} />
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId} className="text-xs text-muted">
          {typeof hint === "string" ? <Prose text={hint} /> : hint}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  hint,
  error,
  ...input
}: FieldProps & Omit<ComponentProps<"input">, "className" | "id">): JSX.Element {
  return (
    <Framed label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          spellCheck={false}
          autoComplete="off"
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy}
          className={control}
        />
      )}
    </Framed>
  );
}

export function TextArea({
  label,
  hint,
  error,
  ...input
}: FieldProps & Omit<ComponentProps<"textarea">, "className" | "id">): JSX.Element {
  return (
    <Framed label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <textarea
          spellCheck={false}
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy}
          className={`${control} py-2 font-mono text-xs`}
        />
      )}
    </Framed>
  );
}

export function SelectField({
  label,
  hint,
  error,
  options,
  ...select
}: FieldProps & {
  options: readonly (readonly [value: string, text: string])[];
} & Omit<ComponentProps<"select">, "className" | "id" | "children">): JSX.Element {
  return (
    <Framed label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <select
          {...select}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy}
          className={control}
        >
          {options.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

export function CheckField({
  label,
  hint,
  ...input
}: Omit<FieldProps, "error"> & Omit<ComponentProps<"input">, "className" | "id" | "type">): JSX.Element {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input
        {...input}
        id={id}
        type="checkbox"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-1 size-4 accent-accent"
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-xs text-muted">
            {typeof hint === "string" ? <Prose text={hint} /> : hint}
          </p>
        )}
      </div>
    </div>
  );
}
