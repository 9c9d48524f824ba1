import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { ChangePassword } from "./ChangePassword.tsx";

export default function PasswordScreen(): JSX.Element {
  const navigate = useNavigate();
  return <ChangePassword onDone={() => void navigate({ to: "/" })} />;
}
