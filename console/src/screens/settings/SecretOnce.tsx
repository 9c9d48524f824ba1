import type { JSX } from "react";
import { Button } from "../../design/Button.tsx";
import { Dialog } from "../../design/Dialog.tsx";
import { useToast } from "../../design/useToast.tsx";

interface SecretOnceProps {
  title: string;
  text: string;
  hint: string;
  onClose: () => void;
}

/** A secret that the server has made and keeps only as a hash: to be copied now or never. */
export function SecretOnce({ title, text, hint, onClose }: SecretOnceProps): JSX.Element {
  const toast = useToast();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={hint}
      actions={
        <>
          <Button
            onClick={async () => {
              await navigator.clipboard.writeText(text);
              toast({ title: "Copied" });
            }}
          >
            Copy
          </Button>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className="rounded-md bg-sunken p-3 font-mono break-all select-all">{text}</p>
    </Dialog>
  );
}
