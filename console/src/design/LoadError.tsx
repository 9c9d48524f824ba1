import type { JSX } from "react";
import { faultOf } from "../api/apiError.ts";
import { Button } from "./Button.tsx";
import { Fault } from "./Fault.tsx";

/** In the place of what could not be loaded. */
export function LoadError({ error, retry }: { error: unknown; retry?: () => void }): JSX.Element {
  return (
    <div role="alert" className="p-4">
      <Fault
        fault={faultOf(error)}
        action={
          retry !== undefined && (
            <Button size="small" icon="replay" onClick={retry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}
