import { type JSX, type ReactNode, useId } from "react";
import { faultOf } from "../api/apiError.ts";
import { Button, type ButtonLook } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { Fault } from "./Fault.tsx";
import type { IconName } from "./Icon.tsx";

interface FormDialogProps {
  title: string;
  description?: ReactNode;
  /** What the button says that does it. */
  submit: string;
  submitLook?: ButtonLook;
  submitIcon?: IconName;
  cancel?: string;
  /** Further buttons, before the one that does it. */
  actions?: ReactNode;
  pending: boolean;
  /** What went wrong the last time; stands under the fields. */
  error: unknown;
  disabled?: boolean;
  wide?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A question with an answer that is sent: by its button or the Enter key, with what went wrong in place. */
export function FormDialog({
  title,
  description,
  submit,
  submitLook = "primary",
  submitIcon,
  cancel = "Cancel",
  actions,
  pending,
  error,
  disabled = false,
  wide = false,
  onSubmit,
  onClose,
  children,
}: FormDialogProps): JSX.Element {
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      wide={wide}
      actions={
        <>
          <Button onClick={onClose}>{cancel}</Button>
          {actions}
          <Button
            type="submit"
            form={id}
            look={submitLook}
            busy={pending}
            disabled={disabled}
            {...(submitIcon !== undefined && { icon: submitIcon })}
          >
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled) onSubmit();
        }}
      >
        {children}
        {error !== null && error !== undefined && (
          <div role="alert">
            <Fault fault={faultOf(error)} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
