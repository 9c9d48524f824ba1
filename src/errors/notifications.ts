import { defineErrors } from "./entry.ts";

export const notificationErrors = defineErrors({
  NOTIFY_UNREACHABLE: {
    meaning: "The mail server or the address of a notification channel could not be reached.",
    fix: "Check `notifications.mailServer.host` and `port`, or the address of the channel, and the way out through the firewall; `ml-connector notifications test CHANNEL` tries again.",
    owner: "operator",
    retry: "transient",
    exit: 3,
  },
  NOTIFY_UNAVAILABLE: {
    meaning: "The mail server or the receiver of a notification channel does not take messages at the moment.",
    fix: "Nothing, if it passes: the message is tried again for three days. Otherwise ask whoever runs that server.",
    owner: "operator",
    retry: "transient",
    exit: 3,
  },
  NOTIFY_TLS: {
    meaning:
      "The certificate of a mail server or notification channel is not trusted, or the server does not offer encryption.",
    fix: "Give the issuing authority in `notifications.mailServer.caFile`, or set `security` to what the server offers (`tls`, `starttls`, or `none` on your own network).",
    owner: "operator",
    retry: "permanent",
    exit: 3,
  },
  NOTIFY_LOGIN_REFUSED: {
    meaning: "The mail server refused the account, or the receiver refused the address's key.",
    fix: "Check `notifications.mailServer.username` and `password`, or make the channel's address anew; then apply the configuration and try `ml-connector notifications test CHANNEL`.",
    owner: "operator",
    retry: "credential",
    exit: 3,
  },
  NOTIFY_REFUSED: {
    meaning: "The mail server or the receiver of a notification channel refused the message.",
    fix: "Check sender and receivers of the mail, or that the address of the channel still exists; then try `ml-connector notifications test CHANNEL`.",
    owner: "operator",
    retry: "permanent",
    exit: 3,
  },
  NOTIFY_CHANNEL_UNKNOWN: {
    meaning: "The configuration has no notification channel of this name.",
    fix: "Use the `name` of an entry under `notifications.channels`.",
    owner: "operator",
    retry: "permanent",
    exit: 2,
  },
});
