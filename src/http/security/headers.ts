import type { FastifyHelmetOptions } from "@fastify/helmet";

/**
 * Nothing but our own files runs or is loaded, nothing is sent elsewhere, and no other page frames ours. No inline script or
 * style is allowed, so that a text that slipped into a page stays a text.
 */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: "deny" },
  referrerPolicy: { policy: "no-referrer" },
  crossOriginResourcePolicy: { policy: "same-origin" },
  // Said only where TLS is spoken (see server.ts): over plain HTTP browsers ignore it.
  strictTransportSecurity: false,
};
