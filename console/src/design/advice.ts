/**
 * What to click, in the place of the command that the error registry names. An error's own advice is written for a
 * terminal; where it names no command it is shown as it is.
 */
const onScreen: Readonly<Record<string, string>> = {
  ANSWER_LINE_UNMATCHED: "Open it, choose which line of the order each one is or leave it out, and press Match them.",
  ANSWER_ORDER_UNKNOWN:
    "Check the number with the partner. If the order is in GP, press Run now with everything that GP has, then Carry out again. If it is not ours, press Settle: nothing is to be done.",
  ANSWER_PARTNER_MISMATCH:
    "Check who sent it. If the EDI id is right, enter it as `isa` of the vendor under Links and partners, put it in force, and approve the draft.",
  ANSWER_BY_HAND: "Enter it in GP by hand, then press Settle: it was done by hand.",
  ANSWER_USAGE_DIFFERS:
    "Ask the partner. If it is meant, set `usage` of the partner under Links and partners, put it in force, and approve the draft.",
  ANSWER_CUSTOMER_MISSING:
    "Enter the GP customer id as `customer` of the vendor under Links and partners, put it in force, then press Carry out again.",
  ORDER_FILE_REJECTED:
    "Correct the GP field or the partner setting named here, then press Replay on the order: Re-render, with the reason.",
  DRAFT_UNKNOWN: "Look for it under Inbox, Drafts to decide.",
  DRAFT_NOT_DECIDABLE: "Only a draft in review is approved or rejected; one that GP refused is tried again.",
  DRAFT_LINES_OPEN: "Say first which line of the order each line is, then approve.",
  DRAFT_NEEDS_REASON: "Say why in the field Reason; it is kept in the audit trail.",
  DRAFT_LINE_UNKNOWN: "Reload the page: the order or the draft has changed. Then choose the lines again.",
  CLEO_LOGIN_PAUSED:
    "Correct the account and the password of the Cleo connection and put them in force, or have Cleo let the account in again and run the Fit check: the pause then ends at once. Otherwise it ends after `cleo.token.cooldownMinutes`.",
  CLEO_LOGIN_REFUSED:
    "Check user name and password of the Cleo connection. Passwords of VersaLex users expire after 60 days by default; two-factor must be off or configured. Once the account is right, run the Fit check or put the connection in force: what waits goes at once, and else within 15 minutes.",
  CLEO_NAME_TAKEN:
    "Look at the file in Cleo. If it is this document, press Settle on the document: it arrived. If not, remove the file and press Replay.",
  CLEO_OUTCOME_UNKNOWN:
    "Look for the file name in Cleo's job search, then press Settle on the document and say what you found. If it did not arrive, the same bytes, name and control numbers are sent again.",
  DELIVERY_MAY_HAVE_BEEN_SENT:
    "Look in Cleo for a file of this document and revision, then press Settle on the document and say what is there.",
  CONTENT_DAMAGED:
    "See what the disk of the database has lost. A file that still has to go is made anew by Replay on the document: Re-render; as they were, the bytes are in a backup from before.",
  DOCUMENT_UNIT_UNMAPPED:
    "Add the unit with its X12 code under Links and partners, in Units of the partner or of all others, put it in force, then replay: Re-render.",
  DOCUMENT_CURRENCY_UNMAPPED:
    "Add GP's currency id with its ISO code under Links and partners, in Currencies of the partner or of all others, put it in force, then replay: Re-render.",
  DOCUMENT_FIELD_TOO_LONG:
    "Shorten the field in GP; or choose cut or split for the element under Links and partners, in Overlong, put it in force, then replay: Re-render.",
  DOCUMENT_X12_REFUSED: "Correct the GP field or the partner setting named here, then replay: Re-render.",
  PARTNER_UNKNOWN:
    "Add the vendor under Links and partners, or settings for all others, put them in force, then replay: Re-render.",
  PARTNER_TAKES_NO_CHANGES:
    "Tell the partner by e-mail or in their portal, then press I told the partner. If they take changes after all, set Change under Links and partners, put it in force, then replay: Re-render.",
  BOOKS_MISMATCH:
    "Find the day in the books on Home, look at its runs, and press Verify under Audit. Nothing but ml-connector should write to its tables; Run now with a sweep reads everything again.",
  JOB_UNKNOWN: "Look for it under Documents or Runs.",
  REPLAY_NEEDS_REASON: "Say why in the field Reason; it is kept in the audit trail.",
  DELIVERY_NOT_BLOCKED: "Reload the page: it is blocked no more.",
  DELIVERY_NOT_IN_DOUBT: "Reload the page: it is in doubt no more. Anything else is sent again by Replay.",
  INBOUND_SET_REJECTED:
    "Ask the partner to correct the set and send it again. To use it as it is, press Carry out again and give a reason.",
  INBOUND_NUMBER_REUSED:
    "Compare both messages in the inbox. If it is a document of its own, press Carry out again and give a reason; and have the partner count on.",
  INBOUND_UNREADABLE:
    "Send the X12 interchange or the JSON as it is, without an outer encoding; Settings, Webhook shows samples.",
  INBOUND_X12_BROKEN: "Send the whole interchange from ISA to IEA, one or several.",
  INBOUND_UNKNOWN: "Look for it under Inbox.",
  INBOUND_NEEDS_REASON: "Say why in the field Reason; it is kept in the audit trail.",
  INBOUND_NOT_DECIDABLE:
    "What is in review is settled as done or as nothing to be done, what is in quarantine as nothing to be done; a draft is decided under Inbox, Drafts to decide.",
  INBOUND_LINE_UNKNOWN: "Reload the page: the order or the message has changed. Then choose the lines again.",
  FOLDERS_NOT_POLLED:
    "Name the folder to read in the link's settings (under Links and partners), or let Cleo push to the webhook.",
  WEBHOOK_UNKNOWN: "Use the address that Settings, Webhook shows.",
  WEBHOOK_CREDENTIALS: "Compare the header and the key in Cleo's auth vault with Settings, Webhook.",
  SCHEDULE_SILENT:
    "See that a process with schedules runs (About, under Settings), then look under Schedules. Run now reads what was missed at once.",
  NOTIFY_UNREACHABLE:
    "Check the mail server's host and port, or the address of the channel, and the way out through the firewall; then press Test under Settings, Messages.",
  NOTIFY_LOGIN_REFUSED:
    "Check the mail server's user name and password, or make the channel's address anew, put it in force, then press Test under Settings, Messages.",
  NOTIFY_REFUSED:
    "Check sender and receivers of the mail, or that the address of the channel still exists; then press Test under Settings, Messages.",
  SETUP_DONE: "Sign in, or have an administrator add you; an administrator also sets a new password, under Settings.",
  NOT_SIGNED_IN: "Sign in.",
  USER_UNKNOWN: "Look for the user under Settings.",
  TOKEN_UNKNOWN: "Look for the token under Settings.",
  CONTROL_NUMBER_BELOW_GIVEN:
    "Choose a number above the last one that is shown: a partner refuses a number that it has seen.",
  CONFIGURATION_INVALID: "Correct what is listed, then put it in force again.",
  LINK_UNDER_WAY:
    "Wait until it is done, cancel the run, or press Settle on the document in doubt; then remove the link.",
  LINK_WORK_WAITING:
    "Let it be done first; or remove the link under Links and partners, which shows what waits and leaves it undone.",
  CONFIGURATION_VARIABLE_MISSING:
    "Write the value itself in the place of its placeholder: it is stored encrypted, and shown as a placeholder from then on.",
  CONFIGURATION_ABSENT: "Connect your systems first, or put a configuration file in force under Settings.",
  CHECK_CLEO_WRITE_NOT_TRIED:
    "Ask the Cleo administrator for the rights of these folders; or tick the test file under Fit check, where no flow starts on it, and run the check again.",
  CHECK_FIRST_POLL_UNKNOWN: "At a quiet hour, tick every order and vendor under Fit check, and run the check again.",
  CHECK_NOT_YET: "Open the report under Fit check: it has the line that failed, with its fix and whose job that is.",
  SECRETS_MISSING: "Enter the credential under Links and partners, Connections, and put it in force.",
  SECRETS_DAMAGED:
    "Enter this credential again under Links and partners, Connections, and find out who changed the database.",
};

const command = /`(?:ml-connector |--|inbound |drafts |config |check )|apply the configuration/;

/** The advice of an error for somebody in front of the console. */
export function adviceOnScreen(code: string, fix: string): string {
  return command.test(fix) ? (onScreen[code] ?? fix) : fix;
}
