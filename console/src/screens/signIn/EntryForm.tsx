import type { JSX, ReactNode } from "react";
import { faultOf } from "../../api/apiError.ts";
import { Button } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { EntryFrame } from "./EntryFrame.tsx";

interface EntryFormProps {
  title: string;
  hint?: ReactNode;
  submit: string;
  pending: boolean;
  error: unknown;
  onSubmit: () => void;
  /** Beside the button. */
  beside?: ReactNode;
  children: ReactNode;
}

/** The one form of a screen that is shown before somebody is let in. */
export function EntryForm(props: EntryFormProps): JSX.Element {
  const { title, hint, submit, pending, error, onSubmit, beside, children } = props;
  return (
    <EntryFrame title={title} hint={hint}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error !== null && (
          <div role="alert">
            <Fault fault={faultOf(error)} />
          </div>
        )}
        <div className="flex gap-2 *:first:flex-1">
          <Button type="submit" look="primary" busy={pending}>
            {submit}
          </Button>
          {beside}
        </div>
      </form>
    </EntryFrame>
  );
}
