import { type JSX, useId, useState } from "react";
import { Button } from "../design/Button.tsx";
import { SelectField, TextField } from "../design/Field.tsx";
import { Prose } from "../design/Prose.tsx";
import { fieldTitle, type Schema, textFault, withMember, withoutNull } from "./schema.ts";

interface SchemaFieldProps {
  name: string;
  schema: Schema;
  /** `undefined`: not set, what holds otherwise applies. */
  value: unknown;
  /** What applies where it is not set. */
  inherited: unknown;
  onChange: (value: unknown) => void;
}

const asOtherwise = "";

/** One setting, by its schema: a choice, a text, a number, a list, a table of names, or a group of these. */
export function SchemaField({ name, schema: given, value, inherited, onChange }: SchemaFieldProps): JSX.Element {
  const { schema, nullable } = withoutNull(given);
  const label = fieldTitle(name);
  const otherwise = `as otherwise${inherited === undefined ? "" : `: ${shown(inherited)}`}`;
  if (schema.type === "boolean") {
    return (
      <SelectField
        label={label}
        hint={schema.description}
        value={value === undefined ? asOtherwise : String(value)}
        options={[
          [asOtherwise, otherwise],
          ["true", "yes"],
          ["false", "no"],
        ]}
        onChange={({ target }) => onChange(target.value === asOtherwise ? undefined : target.value === "true")}
      />
    );
  }
  if (schema.enum !== undefined) {
    return (
      <SelectField
        label={label}
        hint={schema.description}
        value={value === undefined ? asOtherwise : String(value)}
        options={[[asOtherwise, otherwise], ...schema.enum.map((choice) => [choice, choice] as const)]}
        onChange={({ target }) => onChange(target.value === asOtherwise ? undefined : target.value)}
      />
    );
  }
  if (schema.type === "object" && typeof schema.additionalProperties === "object") {
    return (
      <NamedValues
        label={label}
        schema={schema}
        entry={schema.additionalProperties}
        value={value as Readonly<Record<string, unknown>> | undefined}
        inherited={inherited as Readonly<Record<string, unknown>> | undefined}
        onChange={onChange}
      />
    );
  }
  if (schema.type === "object") {
    const members = value as Readonly<Record<string, unknown>> | undefined;
    return (
      <Group label={label} description={schema.description}>
        <div className="grid gap-3 sm:grid-cols-2">
          {Object.entries(schema.properties ?? {}).map(([member, each]) => (
            <SchemaField
              key={member}
              name={member}
              schema={each}
              value={members?.[member]}
              inherited={(inherited as Readonly<Record<string, unknown>> | undefined)?.[member]}
              onChange={(next) => onChange(withMember(members, member, next))}
            />
          ))}
        </div>
      </Group>
    );
  }
  if (schema.type === "array") {
    return (
      <Rows
        label={label}
        schema={schema}
        value={value as readonly unknown[] | undefined}
        inherited={inherited as readonly unknown[] | undefined}
        onChange={onChange}
      />
    );
  }
  const isNumber = schema.type === "number" || schema.type === "integer";
  const text = value === undefined || value === null ? "" : String(value);
  const fault = text === "" || isNumber ? undefined : textFault(schema, text);
  return (
    <div className="flex flex-col gap-1">
      <TextField
        label={label}
        hint={schema.description}
        error={fault}
        type={isNumber ? "number" : "text"}
        min={schema.minimum}
        max={schema.maximum}
        disabled={value === null}
        placeholder={value === null ? "left out" : inherited === undefined ? "" : shown(inherited)}
        value={text}
        onChange={({ target }) =>
          onChange(target.value === "" ? undefined : isNumber ? Number(target.value) : target.value)
        }
      />
      {nullable && (
        <label className="flex items-center gap-2 text-xs">
          <input
            type="checkbox"
            className="accent-accent"
            checked={value === null}
            onChange={({ target }) => onChange(target.checked ? null : undefined)}
          />
          leave it out of the document
        </label>
      )}
    </div>
  );
}

function Group({
  label,
  description,
  children,
}: {
  label: string;
  description: string | undefined;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <fieldset className="min-w-0 rounded-md border border-line p-3 sm:col-span-2">
      <legend className="px-1 text-sm font-semibold">{label}</legend>
      {description !== undefined && (
        <p className="mb-2 text-xs text-muted">
          <Prose text={description} />
        </p>
      )}
      {children}
    </fieldset>
  );
}

/** A table of names, such as GP's units, each with its value. */
function NamedValues({
  label,
  schema,
  entry,
  value,
  inherited,
  onChange,
}: {
  label: string;
  schema: Schema;
  entry: Schema;
  value: Readonly<Record<string, unknown>> | undefined;
  inherited: Readonly<Record<string, unknown>> | undefined;
  onChange: (value: unknown) => void;
}): JSX.Element {
  const [added, setAdded] = useState("");
  const names = Object.keys(value ?? {});
  const others = Object.entries(inherited ?? {}).filter(([name]) => !names.includes(name));
  return (
    <Group label={label} description={schema.description}>
      <div className="flex flex-col gap-3">
        {names.map((name) => (
          <div key={name} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <SchemaField
                name={name}
                schema={entry}
                value={value?.[name]}
                inherited={inherited?.[name]}
                onChange={(next) => onChange({ ...value, [name]: next ?? "" })}
              />
            </div>
            <Button size="small" look="quiet" onClick={() => onChange(withMember(value, name, undefined))}>
              Remove<span className="sr-only"> {name}</span>
            </Button>
          </div>
        ))}
        <div className="flex items-end gap-2">
          <div className="flex-1">
            <TextField
              label={`Add to ${label.toLowerCase()}`}
              placeholder="name"
              value={added}
              onChange={({ target }) => setAdded(target.value)}
            />
          </div>
          <Button
            disabled={added.trim() === "" || names.includes(added.trim())}
            onClick={() => {
              onChange({ ...value, [added.trim()]: entry.type === "object" ? {} : "" });
              setAdded("");
            }}
          >
            Add
          </Button>
        </div>
        {others.length > 0 && (
          <details className="text-xs text-muted">
            <summary>{others.length} hold otherwise</summary>
            <p className="mt-1 break-words">{others.map(([name, each]) => `${name}: ${shown(each)}`).join(", ")}</p>
          </details>
        )}
      </div>
    </Group>
  );
}

/** A list whose order counts. */
function Rows({
  label,
  schema,
  value,
  inherited,
  onChange,
}: {
  label: string;
  schema: Schema;
  value: readonly unknown[] | undefined;
  inherited: readonly unknown[] | undefined;
  onChange: (value: unknown) => void;
}): JSX.Element {
  const id = useId();
  const item = schema.items ?? {};
  return (
    <Group label={label} description={schema.description}>
      {value === undefined ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-xs text-muted">as otherwise{inherited === undefined ? "" : `: ${shown(inherited)}`}</p>
          <Button size="small" onClick={() => onChange(structuredClone(inherited ?? []))}>
            Change
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          {value.map((row, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
              key={`${id} ${index}`}
              className="flex items-end gap-2"
            >
              <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-3">
                {Object.entries(item.properties ?? {}).map(([member, each]) => (
                  <SchemaField
                    key={member}
                    name={member}
                    schema={each}
                    value={(row as Readonly<Record<string, unknown>>)[member]}
                    inherited={undefined}
                    onChange={(next) =>
                      onChange(
                        value.map((other, at) =>
                          at === index ? (withMember(other as Record<string, unknown>, member, next) ?? {}) : other,
                        ),
                      )
                    }
                  />
                ))}
              </div>
              <Button size="small" look="quiet" onClick={() => onChange(value.filter((_, at) => at !== index))}>
                Remove<span className="sr-only"> row {index + 1}</span>
              </Button>
            </div>
          ))}
          <div className="flex gap-2">
            <Button size="small" icon="plus" onClick={() => onChange([...value, {}])}>
              Add a row
            </Button>
            <Button size="small" look="quiet" onClick={() => onChange(undefined)}>
              As otherwise
            </Button>
          </div>
        </div>
      )}
    </Group>
  );
}

function shown(value: unknown): string {
  if (value === null) return "left out";
  if (Array.isArray(value)) return value.map(shown).join("; ");
  if (typeof value === "object")
    return Object.values(value as object)
      .map(shown)
      .join(" ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
