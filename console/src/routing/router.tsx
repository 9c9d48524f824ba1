import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { LoadError } from "../design/LoadError.tsx";
import { Skeleton } from "../design/Skeleton.tsx";
import { Entrance } from "../shell/Entrance.tsx";
import { Shell } from "../shell/Shell.tsx";
import { NotFound } from "./NotFound.tsx";
import { texts } from "./searchParameters.ts";

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
  component: lazyRouteComponent(() => import("../screens/home/Home.tsx")),
});

const connect = createRoute({
  getParentRoute: () => framed,
  path: "/connect",
  component: lazyRouteComponent(() => import("../screens/connect/Connect.tsx")),
});

const errors = createRoute({
  getParentRoute: () => framed,
  path: "/errors",
  validateSearch: (search) => texts(search, ["code", "link", "state"]),
  component: lazyRouteComponent(() => import("../screens/errors/Errors.tsx")),
});

const audit = createRoute({
  getParentRoute: () => framed,
  path: "/audit",
  validateSearch: (search) => texts(search, ["subject", "actor", "from", "until", "action", "link", "job", "before"]),
  component: lazyRouteComponent(() => import("../screens/audit/Audit.tsx")),
});

const inbox = createRoute({
  getParentRoute: () => framed,
  path: "/inbox",
  validateSearch: (search) => texts(search, ["order", "type", "state", "link"]),
  component: lazyRouteComponent(() => import("../screens/inbox/Inbox.tsx")),
});

const message = createRoute({
  getParentRoute: () => framed,
  path: "/inbox/$messageId",
  component: lazyRouteComponent(() => import("../screens/inbox/MessageScreen.tsx")),
});

const drafts = createRoute({
  getParentRoute: () => framed,
  path: "/drafts",
  validateSearch: (search) => texts(search, ["state", "order"]),
  component: lazyRouteComponent(() => import("../screens/inbox/Drafts.tsx")),
});

const draft = createRoute({
  getParentRoute: () => framed,
  path: "/drafts/$draftId",
  component: lazyRouteComponent(() => import("../screens/inbox/DraftScreen.tsx")),
});

const links = createRoute({
  getParentRoute: () => framed,
  path: "/links",
  component: lazyRouteComponent(() => import("../screens/links/Links.tsx")),
});

const link = createRoute({
  getParentRoute: () => framed,
  path: "/links/$linkName",
  validateSearch: (search) => texts(search, ["partner"]),
  component: lazyRouteComponent(() => import("../screens/links/LinkScreen.tsx")),
});

const documents = createRoute({
  getParentRoute: () => framed,
  path: "/documents",
  validateSearch: (search) => texts(search, ["q", "state", "type", "link", "job", "cursor"]),
  component: lazyRouteComponent(() => import("../screens/documents/Documents.tsx")),
});

const document = createRoute({
  getParentRoute: () => framed,
  path: "/documents/$documentId",
  validateSearch: (search) => texts(search, ["tab"]),
  component: lazyRouteComponent(() => import("../screens/document/DocumentScreen.tsx")),
});

const runs = createRoute({
  getParentRoute: () => framed,
  path: "/runs",
  validateSearch: (search) => texts(search, ["kind", "state", "link", "cursor"]),
  component: lazyRouteComponent(() => import("../screens/runs/Runs.tsx")),
});

const run = createRoute({
  getParentRoute: () => framed,
  path: "/runs/$jobId",
  component: lazyRouteComponent(() => import("../screens/runs/RunScreen.tsx")),
});

const schedules = createRoute({
  getParentRoute: () => framed,
  path: "/schedules",
  component: lazyRouteComponent(() => import("../screens/schedules/Schedules.tsx")),
});

const check = createRoute({
  getParentRoute: () => framed,
  path: "/check",
  validateSearch: (search) => texts(search, ["link", "run"]),
  component: lazyRouteComponent(() => import("../screens/check/Check.tsx")),
});

const checkReport = createRoute({
  getParentRoute: () => framed,
  path: "/check/$jobId",
  component: lazyRouteComponent(() => import("../screens/check/CheckScreen.tsx")),
});

const settings = createRoute({
  getParentRoute: () => framed,
  path: "/settings",
  validateSearch: (search) => texts(search, ["tab"]),
  component: lazyRouteComponent(() => import("../screens/settings/Settings.tsx")),
});

const nowhere = createRoute({ getParentRoute: () => framed, path: "$", component: NotFound });

const routes = root.addChildren([
  password,
  framed.addChildren([
    home,
    connect,
    documents,
    document,
    runs,
    run,
    inbox,
    message,
    drafts,
    draft,
    errors,
    links,
    link,
    schedules,
    check,
    checkReport,
    audit,
    settings,
    nowhere,
  ]),
]);

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
