import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { LoadError } from "../design/LoadError.tsx";
import { Skeleton } from "../design/Skeleton.tsx";
import { Entrance } from "../shell/Entrance.tsx";
import { Shell } from "../shell/Shell.tsx";
import { NotFound } from "./NotFound.tsx";

const root = createRootRoute({
  component: () => (
    <Entrance>
      <Outlet />
    </Entrance>
  ),
});

const framed = createRoute({ getParentRoute: () => root, id: "framed", component: Shell, notFoundComponent: NotFound });

const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazyRouteComponent(() => import("../screens/signIn/PasswordScreen.tsx")),
});

const home = createRoute({
  getParentRoute: () => framed,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings" });
  },
});

const settings = createRoute({
  getParentRoute: () => framed,
  path: "/settings",
  component: lazyRouteComponent(() => import("../screens/settings/Settings.tsx")),
});

const routes = root.addChildren([password, framed.addChildren([home, settings])]);

export const router = createRouter({
  routeTree: routes,
  defaultPreload: "intent",
  defaultPendingMs: 150,
  defaultPendingComponent: () => <Skeleton rows={8} />,
  defaultErrorComponent: ({ error, reset }) => <LoadError error={error} retry={reset} />,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
