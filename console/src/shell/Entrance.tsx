import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { sessionQuery, setupQuery } from "../api/session.ts";
import { LoadError } from "../design/LoadError.tsx";
import { ChangePassword } from "../screens/signIn/ChangePassword.tsx";

const SignIn = lazy(() => import("../screens/signIn/SignIn.tsx"));
const CreateAdministrator = lazy(() => import("../screens/signIn/CreateAdministrator.tsx"));

/** Lets in who is signed in; everybody else sees how to get there, at the address they asked for. */
export function Entrance({ children }: { children: ReactNode }): ReactNode {
  const session = useQuery(sessionQuery);
  const setup = useQuery({ ...setupQuery, enabled: session.data === null });
  if (session.data) return session.data.passwordTemporary ? <ChangePassword forced /> : children;
  if (session.isError) return <LoadError error={session.error} retry={() => void session.refetch()} />;
  if (setup.isError) return <LoadError error={setup.error} retry={() => void setup.refetch()} />;
  if (setup.data === undefined) return null;
  return (
    <Suspense fallback={null}>
      {setup.data.needed ? <CreateAdministrator codeNeeded={setup.data.codeNeeded} /> : <SignIn />}
    </Suspense>
  );
}
